import { expect, type Page, test } from '@playwright/test'
import { mulberry32 } from '../src/base/random'
import { EditorPage } from './support/editor'
import { MortalBrowser } from './support/mortal'
import { asItWasLeft, projectsOf } from './support/projects'
import { chunk, format, monoSpeech, riff, type SpokenRecording } from './support/recordings'
import {
  type Act,
  done,
  expected,
  type Known,
  nextAct,
  nothingKnown,
  redoing,
  same,
  shown,
  undoing,
} from './support/session'
import { readWav } from './support/wav'

const kills = 30
const seed = Number(process.env['CRASH_SEED'] ?? 7)

test(`whatever the page acknowledged is there after each of ${kills} kills of the browser`, async () => {
  test.setTimeout(300_000)
  const recording = await monoSpeech()
  const folder = test.info().outputPath('profile')
  const random = mulberry32(seed)
  const log: string[] = []
  let known = nothingKnown
  let count = 0
  let browser: MortalBrowser | null = null
  try {
    for (let kill = 1; kill <= kills; kill++) {
      browser = await MortalBrowser.start(process.env['CHROMIUM_PATH'], folder)
      const editor = await reopened(browser.page, recording, known)
      known = await survived(editor, known, log)
      for (let steps = Math.floor(random() * 3); steps > 0; steps--) {
        const act = nextAct(editor, known, recording, random, ++count)
        known = await done(editor, known, act)
        log.push(`acknowledged: ${act.name}`)
      }
      await expect(editor.alert).toHaveCount(0)
      pending = nextAct(editor, known, recording, random, ++count)
      log.push(`kill ${kill} during: ${pending.name}`)
      await struckDown(browser, pending, random() * 400)
    }

    browser = await MortalBrowser.start(process.env['CHROMIUM_PATH'], folder)
    const editor = await reopened(browser.page, recording, known)
    known = await survived(editor, known, log)
    await wholeHistory(editor, known)
    await expect(editor.alert).toHaveCount(0)
  } catch (error) {
    console.error(`CRASH_SEED=${seed}\n${log.join('\n')}`)
    throw error
  } finally {
    await browser?.kill()
  }
})

/** What was under way when the browser was killed last: the page may have stored it, and never said so. */
let pending: Act | null = null

/** Opens the page again, and the project, as an editor would. */
async function reopened(page: Page, recording: SpokenRecording, known: Known): Promise<EditorPage> {
  const spoken = readWav(recording.bytes).data.subarray(0, 2 * recording.rate * 2)
  const take = riff([chunk('fmt ', format(1, 1, recording.rate, 16)), chunk('data', spoken)])
  await page.route('**/api/infill/bytes', (route) =>
    route.fulfill({ contentType: 'audio/wav', body: Buffer.from(take) }),
  )
  const { baseURL } = test.info().project.use
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showOpenFilePicker'))
  await page.goto(baseURL ?? '')
  const editor = new EditorPage(page)
  const listed = projectsOf(page).getByRole('button').first()
  const voice = page.getByRole('combobox', { name: 'Voice' })
  await expect(page.getByRole('heading', { name: 'Fix a flubbed line' })).toBeVisible()
  if (known.past.length + known.future.length > 0) {
    await listed.click()
    // Killed before the copy of the recording was whole, the page asks for it.
    await expect(voice.or(editor.alert)).toBeVisible()
    if (await editor.alert.isVisible()) await editor.choose(recording)
  } else {
    await editor.choose(recording)
  }
  await expect(voice).toBeEnabled()
  if (known.past.length + known.future.length > 0) await asItWasLeft(page)
  await editor.snap.uncheck()
  return editor
}

/** Holds what a reopened page shows against what was acknowledged; what was under way may be there too, whole. */
async function survived(editor: EditorPage, known: Known, log: string[]): Promise<Known> {
  const decided = await shown(editor)
  const further = pending?.after(decided) ?? null
  if (!same(decided, expected(known)) && further !== null) {
    log.push(`stored, not acknowledged: ${pending?.name}`)
    return further
  }
  expect(decided, 'what was acknowledged').toEqual(expected(known))
  return known
}

/** Starts an act and kills the browser after `delay` ms, wherever the act has come by then. */
async function struckDown(browser: MortalBrowser, act: Act, delay: number): Promise<void> {
  const timer = new Promise((resolve) => setTimeout(resolve, delay))
  const pressed = act.press().catch(() => undefined)
  await timer
  await browser.kill()
  await pressed
}

/** Goes through every step back to the first and forward to the last. */
async function wholeHistory(editor: EditorPage, last: Known): Promise<void> {
  let known = last
  while (known.past.length > 0) known = await done(editor, known, undoing(editor, known))
  while (known.future.length > 0) known = await done(editor, known, redoing(editor, known))
}
