import { expect, type Page, type Route } from '@playwright/test'
import { EditorPage, type TestFile } from './editor'
import { withMarkers } from './markers'
import { monoSpeech, type SpokenRecording, silentWav } from './recordings'
import type { VendorProcess } from './service'

const line = 'We met on the fourteenth of November.'

/** Goes through every state of the page from the empty one to a first fix and its takes, and looks at each. */
export async function throughFirstFix(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await expect(editor.button('Try the sample')).toBeVisible()
  await expect(page.getByText('embedded voice').first()).toBeVisible()
  await look('empty')

  await editor.choose({ name: 'empty.wav', bytes: new Uint8Array(0) })
  await expect(editor.alert).toBeVisible()
  await look('refused file')
  await editor.button('Dismiss').click()

  await dropSeveral(editor, [marked(recording), { name: 'second.wav', bytes: silentWav(1) }])
  await editor.pausesFound()
  await look('opened, more files wait')
  await editor.button('Forget the other files').click()
  await look('opened')

  await editor.select(recording.flub)
  await editor.text.fill(line)
  await look('selected and typed')
  await editor.button('Show what is sent').click()
  await expect(page.getByLabel('Plan')).toBeVisible()
  await look('what is sent')
  await editor.button('Show what is sent').click()

  await whoSpeaks(editor, look)
  await generating(editor, look)
  await expect(editor.takes).toHaveCount(1)
  await editor.button('Pause').click()
  await look('take in place')
  await page.getByRole('tab', { name: 'Join' }).click()
  await expect(page.getByRole('group', { name: 'Right seam close up' })).toBeVisible()
  await look('join')
  await page.getByText('All measurements').click()
  await expect(page.getByRole('table', { name: 'All measurements' })).toBeVisible()
  await look('all measurements')
  await page.getByRole('tab', { name: 'Say' }).click()

  await tip(editor)
  await look('tip')
  await page.keyboard.press('Escape')

  await compared(editor, look)
}

/** Goes through every state of a recording with several fixes that can be reached without a fault of the machine, and looks at each. */
export async function throughSeveralFixes(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(marked(recording))
  await editor.select(recording.flub)
  await editor.say(line)
  await editor.button('Pause').click()
  await inserting(editor, recording, look)

  await several(editor, recording.seconds)
  await look('several fixes')
  await faults(editor, look)
  await spoken(editor, look)
  await waveformLooks(editor, look)

  await editor.text.fill('')
  await editor.generate.click()
  await expect(editor.alert).toBeVisible()
  await look('fault')
  await editor.button('Dismiss').click()

  await editor.button('Export as').click()
  await expect(page.getByRole('menu')).toBeVisible()
  await look('export menu')
  await page.keyboard.press('Escape')

  await editor.button('Keys').click()
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await look('list of keys')
  await page.keyboard.press('Escape')

  await editor.button('All recordings').click()
  const remove = editor.button(`Remove ${recording.name}`)
  await expect(remove).toBeVisible()
  await look('recordings to go on with')
  await remove.click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await look('question before removing')
  await page.keyboard.press('Escape')
}

/** The recording with a marker and a marked stretch. */
const marked = (recording: SpokenRecording): TestFile =>
  withMarkers(recording, [
    { at: 0.5, label: 'Intro' },
    { at: 6, label: 'The harbour', length: 2 },
  ])

async function dropSeveral(editor: EditorPage, files: readonly TestFile[]): Promise<void> {
  await editor.drop(...files)
  await expect(editor.page.getByRole('region', { name: 'Next files' })).toBeVisible()
}

/** Opens what goes to a place on the waveform, and shows the spectrum. */
async function waveformLooks(editor: EditorPage, look: (state: string) => Promise<void>): Promise<void> {
  const { page } = editor
  await editor.button('Markers (2)').click()
  await expect(page.getByRole('list', { name: 'Markers' }).getByRole('listitem')).toHaveCount(2)
  await look('markers')
  await page.keyboard.press('Escape')
  await editor.button('Go to…').click()
  await page.getByRole('textbox', { name: 'Go to time' }).fill('soon')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Go to a time' })).toContainText('is no time')
  await look('time refused')
  await page.keyboard.press('Escape')
  await editor.button('Spectrum').click()
  await expect(page.getByRole('group', { name: 'Spectrum' })).toHaveAttribute('aria-busy', 'false')
  await look('spectrum')
  await editor.button('Spectrum').click()
}

/** Opens what there is to know and to choose about who speaks. */
async function whoSpeaks(editor: EditorPage, look: (state: string) => Promise<void>): Promise<void> {
  const { page } = editor
  await editor.button('embedded voice').click()
  await expect(page.getByRole('dialog', { name: 'Embedded voice' })).toBeVisible()
  await look('what speaks')
  await page.keyboard.press('Escape')
  await editor.button('Voices …').click()
  await expect(page.getByRole('list', { name: 'Voices' }).getByRole('listitem')).not.toHaveCount(0)
  await look('voices')
  await editor.button('Make a voice from this recording').click()
  const making = page.getByRole('region', { name: 'Make a voice from this recording' })
  await expect(making).toBeVisible()
  await look('no voice can be made')
  await making.getByRole('button', { name: 'Close' }).click()
}

/** Asks for another two takes, names one, and compares all three without their names. */
async function compared(editor: EditorPage, look: (state: string) => Promise<void>): Promise<void> {
  const { page } = editor
  await editor.button('Edit fix 1').click()
  await page.getByRole('combobox', { name: 'Takes at once' }).selectOption('2')
  await editor.generate.click()
  await expect(editor.takes).toHaveCount(3)
  await page.getByRole('combobox', { name: 'Takes at once' }).selectOption('1')
  await editor.button('Rename take 2').click()
  await page.getByRole('textbox', { name: 'Name of take 2' }).fill('softer')
  await look('naming a take')
  await page.keyboard.press('Enter')
  await editor.button('Hear all').click()
  await expect(editor.takes.first()).toContainText('sounding')
  await look('takes in turn')
  await editor.button('Hear all').click()
  await editor.button('Compare blind').click()
  await editor.button('Hear B in place').click()
  await look('takes without names')
  await editor.button('Pick B').click()
  await expect(editor.button('Close the comparison')).toBeVisible()
  await look('a take picked')
  await editor.button('Close the comparison').click()
  await editor.takes
    .first()
    .getByRole('button', { name: /^(Hear take 1 in place)$/ })
    .click()
  await editor.button('Pause').click()
}

/** Puts a point to insert at, and drops a file while it is there. */
async function inserting(
  editor: EditorPage,
  { flub, seconds, bytes }: SpokenRecording,
  look: (state: string) => Promise<void>,
): Promise<void> {
  await editor.clickAt(flub.end + 0.3, seconds)
  await editor.button('Insert here').click()
  await expect(editor.snapping).toHaveText(/^Inserts here/)
  await look('a point to insert at')
  await editor.drop({ name: 'retake.wav', bytes })
  await expect(editor.page.getByRole('alertdialog')).toBeVisible()
  await look('question what a file is to be')
  await editor.page.keyboard.press('Escape')
}

/** Asks for a take, whose answer is held back while it is looked at. */
async function generating(editor: EditorPage, look: (state: string) => Promise<void>): Promise<void> {
  const { page } = editor
  const held: Route[] = []
  await page.route('**/api/infill/bytes', (route) => void held.push(route))
  await editor.generate.click()
  await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeVisible()
  await look('generating')
  await editor.button('All recordings').click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await look('question before leaving')
  await page.keyboard.press('Escape')
  for (const route of held) await route.continue()
  await expect(editor.status).toHaveText(/is in place\.$/, { timeout: 30_000 })
  await page.unroute('**/api/infill/bytes')
}

async function tip(editor: EditorPage): Promise<void> {
  await editor.button('Zoom out').focus()
  await editor.page.keyboard.press('Tab')
  await expect(editor.button('Zoom in')).toBeFocused()
  await expect(editor.page.getByRole('tooltip', { includeHidden: true })).toHaveText('Zoom in+')
}

/** Looks at a fix whose join is off: in a word, in the sentence behind it, from close up, and switched off. */
async function faults(editor: EditorPage, look: (state: string) => Promise<void>): Promise<void> {
  const { page } = editor
  await page.getByRole('tab', { name: 'Join' }).click()
  await expect(editor.button('Edge 10 ms earlier')).toBeVisible()
  await look('join with a fault')
  await editor.fixes.last().getByRole('button', { name: 'cuts into sound' }).click()
  await expect(page.getByRole('tooltip', { includeHidden: true })).toContainText('Move that edge')
  await look('what is off, in a sentence')
  await page.keyboard.press('Escape')
  await page.getByRole('switch', { name: 'Fix 3 on' }).click()
  await expect(editor.button('Switch it on')).toBeVisible()
  await look('join of a fix that is off')
  await editor.button('Switch it on').click()
  await page.getByRole('tab', { name: 'Say' }).click()
}

/** Opens the microphone and speaks, and gives it up. */
async function spoken(editor: EditorPage, look: (state: string) => Promise<void>): Promise<void> {
  const { page } = editor
  await page.context().grantPermissions(['microphone'])
  await editor.button('Speak it yourself').click()
  await expect(page.getByRole('meter', { name: 'Microphone level' })).toBeVisible()
  await look('microphone open')
  await editor.button('Record').click()
  await expect(page.getByText('● Recording')).toBeVisible()
  await look('recording')
  await editor.button('Start over').click()
  await editor.button('Close the microphone').click()
}

/** An answer of the service that is none. */
const refusal = (status: number, headers = {}) => ({
  on: 'POST /infill/bytes',
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ error_code: 'refused', title: 'Refused', message: 'not today', request_id: 'r' }),
})

/** Goes through what the page shows of a service that speaks for money: its voices, its price, a wait, a fault. */
export async function throughService(
  page: Page,
  vendor: VendorProcess,
  look: (state: string) => Promise<void>,
): Promise<void> {
  await vendor.addVoices(300)
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.text.fill(line)
  await editor.button('Cartesia').click()
  await expect(page.getByText('It can be reached')).toBeVisible()
  await look('the service')
  await page.keyboard.press('Escape')

  await editor.button('Voices …').click()
  await expect(page.getByRole('button', { name: 'More voices' })).toBeVisible()
  await look('hundreds of voices')
  await editor.button('Make a voice from this recording').click()
  await expect(page.getByRole('textbox', { name: 'Name of the voice' })).toBeVisible()
  await look('making a voice')
  await page
    .getByRole('region', { name: 'Make a voice from this recording' })
    .getByRole('button', { name: 'Close' })
    .click()

  await vendor.script(refusal(429, { 'retry-after': '60' }))
  await editor.generate.click()
  await expect(page.getByText(/trying again in/).first()).toBeVisible()
  await look('a busy service is waited for')
  await editor.button('Cancel').click()
  await vendor.script(refusal(402))
  await editor.generate.click()
  await expect(editor.alert).toBeVisible()
  await look('refused by the service')
}

async function several(editor: EditorPage, seconds: number): Promise<void> {
  for (const [index, start] of [seconds - 2.2, seconds - 1.4].entries()) {
    await editor.select({ start, end: start + 0.2 })
    await editor.button('Cut it').click()
    await expect(editor.fixes).toHaveCount(index + 2)
  }
  await editor.page.mouse.move(0, 0)
}
