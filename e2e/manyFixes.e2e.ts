import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { HeldTakes } from './support/held'
import { monoSpeech } from './support/recordings'

test('several fixes are generated at once while editing goes on, and one is cancelled', async ({ page }) => {
  const recording = await monoSpeech()
  const { flub, seconds } = recording
  const editor = await EditorPage.visit(page)
  const held = new HeldTakes(page)
  await editor.open(recording)
  await editor.snap.uncheck()
  await held.hold()
  const lines = [
    { text: 'Hello and good morning.', start: 0.5, end: flub.start - 0.5 },
    { text: 'We met on a Tuesday.', ...flub },
    { text: 'It was very late.', start: flub.end + 0.5, end: flub.end + 1.5 },
  ]
  for (const { text, ...span } of lines) {
    await editor.select(span)
    await editor.text.fill(text)
    await editor.generate.click()
  }
  await expect.poll(() => held.count).toBe(2)
  const onTheirWay = page.getByRole('listitem').filter({ has: page.getByRole('progressbar', { name: 'Generating' }) })
  await expect(onTheirWay.filter({ hasText: '“It was very late' })).toContainText(/In line · \d+ s/)
  await expect(page.getByText(/^(Sending it|Waiting for the voice) · \d+ s/)).toHaveCount(2)

  // Editing goes on.
  await editor.select({ start: seconds - 0.9, end: seconds - 0.6 })
  await editor.button('Room silence').click()
  await expect(editor.fixes).toHaveCount(1)
  await editor.text.fill('Typed meanwhile.')

  await editor.button('Cancel “We met on a Tuesday.”').click()
  await expect(editor.status).toHaveText('Cancelled. The selection and the text are as they were.')
  await expect.poll(() => held.count).toBe(3)
  await held.release(2)
  await expect(editor.status).toHaveText('Take 1 of fix 1 is in place.')
  await held.release(0)
  await expect(editor.fixes).toHaveCount(3)
  await expect(editor.fixes.nth(0)).toContainText('Hello and good morning.')
  await expect(editor.fixes.nth(1)).toContainText('It was very late.')
  await expect(editor.fixes.nth(2)).toContainText('silence')
  await expect(page.getByRole('progressbar', { name: 'Generating' })).toHaveCount(0)
  // Nothing was taken out of the hand.
  await expect(editor.text).toHaveValue('Typed meanwhile.')
  await expect(editor.button('Play')).toBeVisible()
  await expect(editor.alert).toHaveCount(0)
})
