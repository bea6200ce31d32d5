import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { corpus } from '../src/testing/corpus'
import { EditorPage } from './support/editor'
import { monoSpeech } from './support/recordings'
import { readWav } from './support/wav'

/** What a manifest says of one file. */
interface Entry {
  readonly file: string
  readonly expect: 'must_accept' | 'should_accept' | 'may_reject' | 'accept' | 'accept_salvage' | 'reject' | 'either'
  readonly also_ok?: string
  readonly upload_name?: string | null
  readonly container?: string
  readonly codec?: string
  readonly frames?: number
  readonly pcm_sha256?: string
  /** Of a compressed file: the plain one it was made from. */
  readonly reference?: string
  readonly rate?: number
  readonly lossless?: boolean
}

type Outcome = 'opened' | 'refused'

const folder = corpus()
const absent = 'the recordings of ../shared/audio are not there'
const opens = new Set(['must_accept', 'accept'])
const refuses = new Set(['reject'])

test('every WAV of the zoo opens, and is exported as it was', async ({ page }) => {
  test.skip(folder === null, absent)
  const { editor, problems } = await visit(page)
  for (const entry of manifest('zoo').filter(({ container }) => ['WAV', 'RF64'].includes(container ?? ''))) {
    await test.step(entry.file, async () => {
      const file = load(entry)
      const outcome = await tryToOpen(editor, file)
      expect.soft(allowed(entry), entry.file).toContain(outcome)
      if (outcome === 'refused') return
      const exported = readWav((await editor.exported()).bytes)
      expect.soft(exported.frames, entry.file).toBe(entry.frames)
      const coded = entry.codec?.endsWith('law')
      const hash = createHash('sha256').update(exported.data).digest('hex')
      if (coded !== true) expect.soft(hash, entry.file).toBe(entry.pcm_sha256)
      else expect.soft(Buffer.from(file.bytes).includes(Buffer.from(exported.data)), entry.file).toBe(true)
    })
  }
  await editor.open(await monoSpeech())
  expect(problems).toEqual([])
})

test('every other file of the zoo opens, exactly where its format is exact', async ({ page }) => {
  test.skip(folder === null, absent)
  const { editor, problems } = await visit(page)
  const entries = manifest('zoo')
  for (const entry of entries.filter(({ container }) => !['WAV', 'RF64'].includes(container ?? ''))) {
    await test.step(entry.file, async () => {
      const file = load(entry)
      expect.soft(await tryToOpen(editor, file), entry.file).toBe('opened')
      const { bytes } = await editor.exported()
      const reference = entries.find(({ file }) => file === entry.reference)
      if (!reference) {
        expect.soft(Buffer.compare(bytes, file.bytes), entry.file).toBe(0)
        return
      }
      const exported = readWav(bytes)
      const seconds = Math.abs(exported.frames - (reference.frames ?? 0)) / (entry.rate ?? 1)
      expect.soft(seconds, entry.file).toBeLessThan(0.06)
      const hash = createHash('sha256').update(exported.data).digest('hex')
      if (entry.lossless === true) expect.soft(hash, entry.file).toBe(reference.pcm_sha256)
    })
  }
  await editor.open(await monoSpeech())
  expect(problems).toEqual([])
})

test('every hostile file opens or is refused as it should be, and does no harm', async ({ page }) => {
  test.skip(folder === null, absent)
  const { editor, problems } = await visit(page)
  for (const entry of manifest('hostile')) {
    await test.step(entry.file, async () => {
      const file = load(entry)
      const outcome = await tryToOpen(editor, file)
      expect.soft(allowed(entry), entry.file).toContain(outcome)
      if (outcome === 'refused' || entry.frames === undefined) return
      const exported = await editor.exported()
      const { frames, data } = readWav(exported.bytes)
      expect.soft(frames, entry.file).toBe(entry.frames)
      // oxlint-disable-next-line no-control-regex -- control characters are among what no name may hold
      expect.soft(exported.name).not.toMatch(/[<>:"/\\|?*\u0000-\u001f\u202a-\u202e]/)
      if (entry.file.endsWith('float_nan_inf.wav')) expectOnlyNumbers(readWav(file.bytes).data, data)
    })
  }
  await editor.open(await monoSpeech())
  expect(problems).toEqual([])
  expect(await page.evaluate<unknown>('window.__xss')).toBeUndefined()
})

async function visit(page: Page): Promise<{ editor: EditorPage; problems: readonly string[] }> {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('dialog', (dialog) => {
    problems.push(dialog.message())
    void dialog.dismiss()
  })
  return { editor: await EditorPage.visit(page), problems }
}

function manifest(set: 'zoo' | 'hostile'): readonly Entry[] {
  const text = readFileSync(join(folder ?? '', set, 'manifest.json'), 'utf8')
  const { files }: { files: readonly Entry[] } = JSON.parse(text)
  return files
}

function load(entry: Entry) {
  const bytes = new Uint8Array(readFileSync(join(folder ?? '', entry.file)))
  return { name: entry.upload_name ?? basename(entry.file), bytes }
}

/** Chooses a file and waits for what comes of it: a recording that is read to its end, or a sentence with a way out. */
async function tryToOpen(editor: EditorPage, file: { name: string; bytes: Uint8Array }): Promise<Outcome> {
  await editor.choose(file)
  const title = editor.page.getByTitle(file.name.slice(0, 300), { exact: true })
  const question = editor.page.getByRole('alertdialog')
  await expect(title.or(editor.alert).or(question)).toBeVisible()
  if (await question.isVisible()) {
    await expect(question).toContainText(/min long and takes/)
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(editor.status).toHaveText('Not opened.')
    return 'refused'
  }
  if (await editor.alert.isVisible()) {
    await expect(editor.alert).toHaveText(/\b(open|convert|export|copy|fetch|save)\b/i)
    await editor.button('Dismiss').click()
    return 'refused'
  }
  await expect(editor.page.getByRole('progressbar')).toHaveCount(0)
  return 'opened'
}

function allowed(entry: Entry): readonly Outcome[] {
  if (entry.also_ok === undefined && opens.has(entry.expect)) return ['opened']
  if (entry.also_ok === undefined && refuses.has(entry.expect)) return ['refused']
  return ['opened', 'refused']
}

/** Every number of the source is the same in the export; what was none is 0. */
function expectOnlyNumbers(source: Uint8Array, exported: Uint8Array): void {
  const before = new DataView(source.buffer, source.byteOffset, source.byteLength)
  const after = new DataView(exported.buffer, exported.byteOffset, exported.byteLength)
  let repaired = 0
  for (let at = 0; at < source.length; at += 4) {
    const sample = before.getFloat32(at, true)
    const kept = after.getUint32(at, true)
    if (!Number.isFinite(sample)) repaired += kept === 0 ? 1 : Number.NaN
    else if (kept !== before.getUint32(at, true)) expect(kept, `sample ${at / 4}`).toBe(sample)
  }
  expect(repaired).toBeGreaterThan(0)
}
