import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { expectOnlyTheFixChanged } from './support/exports'
import { correction, monoSpeech } from './support/recordings'

const second = 'We met on the fortieth of November.'

test('a flubbed line in a mono recording is dropped, fixed, compared, undone, redone and exported', async ({
  page,
}) => {
  const recording = await monoSpeech()
  const { flub, seconds } = recording
  const editor = await EditorPage.visit(page)

  await editor.drop(recording)
  await editor.pausesFound()
  await expect(page.getByText('interview.wav', { exact: true })).toBeVisible()

  await editor.drag({ start: flub.start - 0.1, end: flub.end + 0.3 }, seconds)
  await expect(editor.snapping).toHaveText(
    /^Start moved \+\d+ ms to a \d+ ms pause · End moved −\d+ ms to a \d+ ms pause$/,
  )
  await expect(editor.text).toBeFocused()
  const replaced = await editor.selection()

  await editor.say(correction)
  await expect(editor.takes).toHaveCount(1)
  await expect(editor.fixes).toHaveCount(1)
  await expect(editor.fixes).toContainText(correction)
  await expect(editor.join).toHaveText(/^Sounds right\. · .*no click · [+−]?\d+\.\d\d s$/)
  const insert = await editor.selection()

  // It plays by itself; from here on by hand.
  await editor.button('Pause').click()
  await editor.clickAt(0.1, seconds)
  await expect(editor.playhead).toHaveText(/^0:00:00\.[01]/)
  await editor.button('Play in place').click()
  await expect(editor.button('Pause')).toBeVisible()
  await expect.poll(() => editor.position()).toBeGreaterThan(replaced.start - 2)
  await editor.button('Pause').click()
  await expect(editor.button('Play')).toBeVisible()

  // The same place in the original and back, before the fix and behind it.
  for (const at of [1, seconds - 1]) {
    await editor.clickAt(at, seconds)
    await expect.poll(async () => Math.abs((await editor.position()) - at)).toBeLessThan(0.5)
    const place = await editor.playhead.innerText()
    await editor.hearOriginal.click()
    await expect(editor.hearOriginal).toBeChecked()
    await expect(editor.playhead).toHaveText(place)
    await editor.hearOriginal.click()
    await expect(editor.hearOriginal).not.toBeChecked()
    await expect(editor.playhead).toHaveText(place)
  }
  // And without stopping.
  await editor.button('Play in place').click()
  await editor.hearOriginal.click()
  await expect(editor.button('Pause')).toBeVisible()
  const heard = await editor.position()
  await expect.poll(() => editor.position()).toBeGreaterThan(heard)
  await editor.hearOriginal.click()
  await editor.button('Pause').click()

  await editor.say(second, 2)
  await expect(editor.takes).toHaveCount(2)
  await expect(editor.fixes).toContainText('take 2')
  await editor.button('Hear take 1 in place').click()
  await expect(editor.fixes).toContainText('take 1')
  await expect(editor.fixes).toContainText(correction)
  await expect(editor.takes.nth(0)).toContainText('in place')
  await expect(editor.takes.nth(1)).not.toContainText('in place')
  expect(await editor.selection()).toEqual(insert)

  await editor.button('Keep this take').click()
  await expect(editor.status).toHaveText(`Kept take 1: “${correction}”`)
  await expect(editor.text).toHaveValue('')
  await expect(editor.start).toHaveValue('')
  await expect(editor.takes).toHaveCount(0)
  await expect(editor.fixes).toHaveCount(1)

  const undo = editor.button('Undo')
  const redo = editor.button('Redo')
  await expect(redo).toBeDisabled()
  const labels = [`Take 1 of “${correction}”`, `Take 2: “${second}”`, `Take 1: “${correction}”`]
  for (const label of labels) {
    await expect(undo).toHaveAccessibleDescription(`Undo: ${label} (Ctrl/Cmd Z)`)
    await undo.click()
    await expect(editor.status).toHaveText(`Undone: ${label}`)
  }
  await expect(editor.fixes).toHaveCount(0)
  await expect(undo).toBeDisabled()
  for (const label of labels.toReversed()) {
    await expect(redo).toHaveAccessibleDescription(`Redo: ${label} (Ctrl/Cmd Shift Z)`)
    await redo.click()
    await expect(editor.status).toHaveText(`Redone: ${label}`)
  }
  await expect(editor.fixes).toContainText('take 1')

  const exported = await editor.exported()
  expect(exported.name).toBe('interview-fixed.wav')
  await expect(editor.status).toHaveText('Exported interview-fixed.wav.')
  await expectOnlyTheFixChanged(editor, recording, exported, { replaced, insert })
  await expect(editor.alert).toHaveCount(0)
})
