import { expect, type Route, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { monoSpeech, silentWav } from './support/recordings'

const infill = '**/api/infill/bytes'
const line = 'We met on the fourteenth of November.'

/** An answer of the service, what is said about it, and the next step that is offered. */
interface Fault {
  readonly name: string
  readonly answer: (route: Route) => Promise<void>
  readonly says: RegExp
  readonly next: RegExp
}

const json =
  (status: number, message: string, headers: Record<string, string> = {}) =>
  (route: Route) =>
    route.fulfill({ status, headers, json: { error_code: 'x', title: 'Refused', message, request_id: 'r1' } })
const body = (contentType: string, bytes: string | Uint8Array) => (route: Route) =>
  route.fulfill({ contentType, body: typeof bytes === 'string' ? bytes : Buffer.from(bytes) })

test('whatever the service does, the selection and the text stay, and the next step is said', async ({ page }) => {
  const recording = await monoSpeech()
  const faults: readonly Fault[] = [
    {
      name: 'offline',
      answer: (route) => route.abort('connectionrefused'),
      says: /does not answer/,
      next: /try again/,
    },
    { name: 'no key', answer: json(401, 'invalid key'), says: /CARTESIA_API_KEY/, next: /start it again/ },
    { name: 'no credits', answer: json(402, 'none left'), says: /out of credits/, next: /try again/ },
    // Nobody is made to wait this long by itself.
    { name: 'busy', answer: json(429, 'slow', { 'retry-after': '700' }), says: /busy/, next: /again in 700 seconds/ },
    { name: 'failure', answer: json(500, 'it broke'), says: /It broke/, next: /try again/ },
    {
      name: 'gateway',
      answer: (route) => route.fulfill({ status: 502, body: '<html>' }),
      says: /502/,
      next: /try again/,
    },
    { name: 'HTML', answer: body('text/html', '<!doctype html><p>hi'), says: /web page/, next: /Try again/ },
    { name: 'nothing', answer: body('audio/wav', ''), says: /empty/, next: /Try again/ },
    { name: 'JSON', answer: body('application/json', '{"ok":true}'), says: /not audio/, next: /Try again/ },
    { name: 'silence', answer: body('audio/wav', silentWav(1)), says: /only silence/, next: /Generate again/ },
    {
      name: 'half a take',
      answer: body('audio/wav', recording.bytes.subarray(0, 40_000)),
      says: /cut off after/,
      next: /Generate again|try again/i,
    },
  ]
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  const selection = await editor.selection()
  await editor.text.fill(line)
  for (const { name, answer, says, next } of faults) {
    await test.step(name, async () => {
      await page.route(infill, answer)
      await editor.generate.click()
      await expect(editor.alert).toHaveText(says)
      await expect(editor.alert).toHaveText(next)
      await expect(editor.text).toHaveValue(line)
      expect(await editor.selection()).toEqual(selection)
      await expect(editor.fixes).toHaveCount(0)
      await expect(editor.takes).toHaveCount(0)
      await page.unroute(infill)
    })
  }

  // Cancelled while waiting.
  await page.route(infill, () => {})
  const asked = page.waitForRequest(infill)
  await editor.generate.click()
  await expect(page.getByText(/^(Sending it|Waiting for the voice)/)).toBeVisible()
  await asked
  await editor.button('Cancel').click()
  await expect(editor.status).toHaveText('Cancelled. The selection and the text are as they were.')
  await expect(editor.alert).toHaveCount(0)
  await expect(editor.text).toHaveValue(line)
  expect(await editor.selection()).toEqual(selection)
  await page.unroute(infill)

  // And the same click works as soon as the service does.
  await editor.generate.click()
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await expect(editor.alert).toHaveCount(0)
})

test('what cannot be asked for is said before anything is sent', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.text.fill(line)
  await editor.generate.click()
  await expect(editor.alert).toHaveText('Nothing is selected. Drag over the words to replace first.')

  await editor.select(recording.flub)
  const selection = await editor.selection()
  for (const [text, says] of [
    ['', /no text to speak\. Type/],
    ['   ', /no text to speak\. Type/],
    ['…', /nothing to speak.* Type/],
    ['你好，世界', /speaks only English.*Write it in English/],
  ] as const) {
    await test.step(text, async () => {
      await editor.text.fill(text)
      await editor.generate.click()
      await expect(editor.alert).toHaveText(says)
      await expect(editor.text).toHaveValue(text)
      expect(await editor.selection()).toEqual(selection)
      await editor.button('Dismiss').click()
    })
  }
  await editor.text.fill('a word '.repeat(260))
  await expect(page.getByText('1,819 of 2,000 characters')).toBeVisible()
  await expect(page.getByText('Close to 2,000 characters, the most for one fix.')).toHaveAttribute(
    'aria-live',
    'polite',
  )
  await editor.text.fill('a word '.repeat(286))
  await expect(page.getByText(/^1 character too many: 2,000 is the most for one fix\./)).toBeVisible()
  await expect(editor.generate).toBeDisabled()
  await editor.text.press('Control+Enter')
  await expect(page.getByRole('progressbar', { name: 'Generating' })).toHaveCount(0)
  await editor.say(line)
  await expect(editor.alert).toHaveCount(0)
})
