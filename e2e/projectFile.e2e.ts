import { expect, test } from '@playwright/test'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { EditorPage, type TestFile } from './support/editor'
import { copied, decidedIn, goOnWith, keptFiles, projectsOf } from './support/projects'
import { correction, latin, monoSpeech, silentWav } from './support/recordings'

const second = 'We met on the fortieth of November.'

test('a project file brings fixes, takes and history to another browser, where the recording is asked for', async ({
  page,
  browser,
}) => {
  const recording = await monoSpeech()
  const here = await EditorPage.visit(page)
  const file = await projectFile(here)
  expect(file.name).toBe('interview.pickup')
  await expect(here.status).toHaveText(/^Saved interview\.pickup\. It does not hold the recording/)
  const decided = await decidedIn(here)
  const exported = await here.exported()

  const context = await browser.newContext()
  const other = await context.newPage()
  const there = await EditorPage.visit(other)
  await there.drop(file)
  await expect(there.status).toHaveText(`Read one fix for “${recording.name}”. Choose that recording to go on.`)
  await expect(projectsOf(other)).toHaveCount(1)
  const asked = other.getByRole('region', { name: 'Recording wanted' })
  await expect(asked.getByRole('heading')).toHaveText('Choose interview.wav again to go on')
  await asked.getByRole('button', { name: 'Not now' }).click()
  await expect(asked).toHaveCount(0)
  await projectsOf(other).getByRole('button').first().click()
  await expect(there.status).toHaveText('Choose “interview.wav” again to go on: its fixes are here.')
  await expect(there.alert).toHaveCount(0)
  const wanted = other.getByLabel('Choose interview.wav')
  await wanted.setInputFiles({ name: 'other.wav', mimeType: 'audio/wav', buffer: Buffer.from(silentWav(1)) })
  await expect(there.alert).toHaveText(/^“other\.wav” is not the recording “interview\.wav” as it was/)
  const buffer = Buffer.from(recording.bytes)
  await wanted.setInputFiles({ name: 'moved.wav', mimeType: 'audio/wav', buffer })
  await there.pausesFound()
  await expect.poll(() => decidedIn(there)).toEqual(decided)
  await expect(there.alert).toHaveCount(0)
  const same = await there.exported()
  expect(Buffer.from(same.bytes).equals(Buffer.from(exported.bytes)), 'the same export').toBe(true)
  await there.button('Undo').click()
  await expect(there.status).toHaveText(`Undone: Take 2: “${second}”`)

  // It is this browser's own from now on, with its recording.
  await copied(other)
  await other.reload()
  await goOnWith(other, recording.name)
  await expect(there.fixes).toContainText(correction)
  await context.close()
})

test('a project file that is broken, or of a newer Pickup, is refused with the reason and leaves nothing behind', async ({
  page,
}) => {
  const editor = await EditorPage.visit(page)
  const whole = await projectFile(editor)
  const [decided, files] = [await decidedIn(editor), await keptFiles(page)]
  const take = Object.keys(unzipSync(whole.bytes)).find((path) => path.startsWith('takes/')) ?? ''
  const cases: readonly (readonly [name: string, bytes: Uint8Array, says: RegExp])[] = [
    ['nothing', new Uint8Array(), /not a Pickup project file.*Choose a file/],
    ['text', latin('not a project'), /not a Pickup project file.*Choose a file/],
    ['cut', whole.bytes.subarray(0, whole.bytes.length / 2), /not a Pickup project file.*Choose a file/],
    ['another zip', zipSync({ 'readme.txt': latin('hi') }, { level: 0 }), /it has no manifest.*Choose a file/],
    ['no JSON', zipSync({ 'manifest.json': latin('{') }, { level: 0 }), /its manifest is not JSON/],
    ['a take of other bytes', changed(whole, (parts) => ({ ...parts, [take]: latin('RIFF') })), /damaged: the take/],
    [
      'a newer container',
      changed(whole, (parts) => manifest(parts, (data) => ({ ...data, container: 2 }))),
      /newer Pickup \(version 2.*up to 1\)\. Update Pickup/,
    ],
    [
      'a newer project',
      changed(whole, (parts) => manifest(parts, (data) => ({ ...data, project: { version: 7 } }))),
      /newer Pickup \(version 7.*up to 2\)\. Update Pickup/,
    ],
  ]
  for (const [name, bytes, says] of cases) {
    await test.step(name, async () => {
      await editor.drop({ name: 'broken.pickup', bytes })
      await expect(editor.alert).toHaveText(says)
      expect(await decidedIn(editor)).toEqual(decided)
      expect(await keptFiles(page)).toEqual(files)
      await editor.button('Dismiss').click()
    })
  }
  await editor.button('All recordings').click()
  await expect(projectsOf(page)).toHaveCount(1)
})

/** Makes a fix with two takes and saves it as a project file. */
async function projectFile(editor: EditorPage): Promise<TestFile> {
  const recording = await monoSpeech()
  await editor.correct(recording, correction)
  await editor.say(second, 2)
  await copied(editor.page)
  return editor.exported(() => editor.button('Save project file').click())
}

type Parts = Record<string, Uint8Array>

/** The same project file with other parts. */
function changed({ bytes }: TestFile, change: (parts: Parts) => Parts): Uint8Array {
  return zipSync(change(unzipSync(bytes)), { level: 0 })
}

function manifest(parts: Parts, change: (data: Record<string, unknown>) => object): Parts {
  const data: unknown = JSON.parse(strFromU8(parts['manifest.json'] ?? new Uint8Array()))
  if (typeof data !== 'object' || data === null) throw new Error('no manifest')
  return { ...parts, 'manifest.json': strToU8(JSON.stringify(change({ ...data }))) }
}
