import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { expectOnlyTheFixChanged } from './support/exports'
import { monoSpeech, stereoSpeech } from './support/recordings'
import { differenceOf, readWav, rmsOf, samplesOf } from './support/wav'

test('a line is inserted at a point, and no word of the recording goes', async ({ page }) => {
  const recording = await stereoSpeech()
  const { flub, seconds } = recording
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.clickAt(flub.end + 0.3, seconds)
  await keyboard.press('a')
  await expect(editor.snapping).toHaveText(/^Inserts here.*: replaces 200 ms of a \d+ ms pause$/)
  await expect(editor.text).toBeFocused()
  const point = await editor.selection()
  expect(point.end).toBe(point.start)
  expect(point.start).toBeGreaterThan(flub.end)
  await keyboard.type('It was raining.')
  await keyboard.press('Control+Enter')
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await keyboard.press('Escape')

  await test.step('only a stretch of the pause is replaced', async () => {
    const exported = await editor.exported()
    const insert = await editor.selection()
    await editor.button('Use the original').click()
    await editor.button('Edit fix 1').click()
    const replaced = await editor.selection()
    expect(replaced.start).toBeGreaterThan(flub.end)
    expect(replaced.end - replaced.start).toBeLessThan(0.23)
    expect(replaced.start <= point.start && point.start <= replaced.end).toBe(true)
    await expectOnlyTheFixChanged(editor, recording, exported, { replaced, insert })
    await editor.button('Use the original').click()
  })

  await test.step('inside a fix there is no point to insert at', async () => {
    await editor.button('Edit fix 1').click()
    const insert = await editor.selection()
    await editor.clickAt((insert.start + insert.end) / 2, seconds + insert.end - insert.start - 0.2)
    await keyboard.press('a')
    await expect(editor.status).toHaveText(/^The playhead is inside fix 1/)
    expect(await editor.selection()).toEqual(insert)
  })
})

test('the room takes the place of a selection, as long as it was, and becomes a cut and back', async ({ page }) => {
  const recording = await monoSpeech()
  const { flub, rate } = recording
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.snap.uncheck()
  await editor.select(flub)
  await editor.waveform.hover()
  await editor.snap.focus()
  await keyboard.press('m')
  await expect(editor.status).toHaveText('Silence.')
  await expect(editor.fixes).toContainText('room silence')
  await expect(editor.fixes).toContainText('sounds right')

  const before = readWav(recording.bytes)
  const silent = readWav((await editor.exported()).bytes)
  expect(silent.frames).toBe(before.frames)
  const change = differenceOf(before, silent)
  // Times are typed to the millisecond.
  const slack = 0.0005 * rate + 1
  expect(change.start).toBeGreaterThanOrEqual(flub.start * rate - slack)
  expect(change.start + change.removed).toBeLessThanOrEqual(flub.end * rate + slack)
  const middle = samplesOf(silent, Math.round((flub.start + 0.1) * rate), Math.round((flub.end - 0.1) * rate))
  const spoken = samplesOf(before, Math.round((flub.start + 0.1) * rate), Math.round((flub.end - 0.1) * rate))
  expect(rmsOf(middle)).toBeLessThan(rmsOf(spoken) / 20)
  expect(rmsOf(middle)).toBeGreaterThan(0.0003)

  await keyboard.press('x')
  await expect(editor.status).toHaveText(/^Cut\. \d+\.\d\d s shorter\.$/)
  await expect(editor.fixes).toContainText('cut')
  const cut = readWav((await editor.exported()).bytes)
  expect(cut.frames).toBeLessThan(before.frames - (flub.end - flub.start - 0.5) * rate)
  await keyboard.press('m')
  await expect(editor.fixes).toContainText('room silence')
  expect(readWav((await editor.exported()).bytes).frames).toBe(before.frames)
  for (const left of ['Silence', 'Cut', 'Silence']) {
    await keyboard.press('Control+z')
    await expect(editor.status).toHaveText(`Undone: ${left}`)
  }
  await expect(editor.fixes).toHaveCount(0)
})
