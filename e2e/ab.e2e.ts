import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { monoSpeech } from './support/recordings'

test('original and fixed are compared at the same place, by switch, by key and by a key held down', async ({
  page,
}) => {
  const recording = await monoSpeech()
  const { flub, seconds } = recording
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(flub)
  // Much longer than what it replaces, so that the two are far apart behind it.
  await editor.say('We met on the fourteenth of November, and it was raining all day long over the whole of the town.')
  await editor.button('Pause').click()
  const fixed = await editor.selection()
  const grown = fixed.end - fixed.start - (flub.end - flub.start)
  expect(grown).toBeGreaterThan(1)

  await test.step('behind the fix the playhead keeps its place on the ruler of the fixed recording', async () => {
    await editor.clickAt(fixed.end + 0.5, seconds + grown)
    const at = await editor.position()
    await editor.hearOriginal.click()
    await expect(editor.hearOriginal).toBeChecked()
    expect(await editor.position()).toBeCloseTo(at, 2)
    await editor.hearOriginal.click()
    expect(await editor.position()).toBeCloseTo(at, 2)
  })

  await test.step('held down while it plays, the original is heard only for as long', async () => {
    await editor.clickAt(0.2, seconds + grown)
    await page.getByRole('heading', { name: recording.name }).click()
    await keyboard.press('Space')
    await expect(editor.button('Pause')).toBeVisible()
    await keyboard.down('b')
    await expect(editor.hearOriginal).toBeChecked()
    const before = await editor.position()
    await expect.poll(() => editor.position()).toBeGreaterThan(before + 0.5)
    await keyboard.up('b')
    await expect(editor.hearOriginal).not.toBeChecked()
    await expect(editor.button('Pause')).toBeVisible()
    await keyboard.press('Space')
    await expect(editor.button('Play')).toBeVisible()
  })

  await test.step('what is drawn stays the fixed recording, and nothing is changed', async () => {
    await expect(editor.fixes).toHaveCount(1)
    await expect(page.getByRole('switch', { name: 'Fix 1 on' })).toBeChecked()
    expect(await editor.selection()).toEqual(fixed)
  })
})
