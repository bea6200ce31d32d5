import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { expectOnlyTheFixChanged } from './support/exports'
import { correction, stereoSpeech } from './support/recordings'
import { readWav } from './support/wav'

test('a fix in a stereo recording of 24 bits keeps every other sample and every other chunk', async ({ page }) => {
  const recording = await stereoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await expect(page.getByText('48 kHz · 24-bit · stereo · 0:00:10')).toBeVisible()

  // Whole milliseconds are whole frames at this rate, so what the fields show is exact.
  await editor.snap.uncheck()
  const { start, end } = recording.flub
  const replaced = { start: Number((start - 0.05).toFixed(3)), end: Number((end + 0.05).toFixed(3)) }
  await editor.select(replaced)
  await expect(editor.snapping).toContainText('Start placed exactly · End placed exactly')
  await editor.say(correction)
  await expect(editor.join).toHaveText(/^Sounds right\./)
  const insert = await editor.selection()
  expect(insert.start).toBe(replaced.start)

  const exported = await editor.exported()
  expect(exported.name).toBe('field recording-fixed.wav')
  await expectOnlyTheFixChanged(editor, recording, exported, { replaced, insert, exact: true })
  const ids = readWav(exported.bytes).chunks.map(({ id }) => id)
  expect(ids).toEqual(['JUNK', 'fmt ', 'LIST', 'data', 'cue ', 'iXML', 'Zzz9'])

  // With the fix off, the export is the file that was opened.
  await page.getByRole('switch', { name: 'Fix 1 on' }).click()
  await expect(editor.status).toHaveText('Fix 1 off.')
  const original = await editor.exported()
  expect(Buffer.compare(original.bytes, recording.bytes)).toBe(0)
})
