import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { closed, copied, decidedIn, goOnWith, projectsOf } from './support/projects'
import { correction, stereoSpeech } from './support/recordings'

const second = 'We met on the fortieth of November.'

test('after a reload the recording is listed, and one click goes on where it stopped', async ({ page }) => {
  const recording = await stereoSpeech()
  const { flub, seconds } = recording
  const editor = await EditorPage.visit(page)
  await expect(projectsOf(page)).toHaveCount(0)
  await editor.open(recording)
  await editor.select(flub)
  await editor.say(correction)
  await editor.say(second, 2)
  await editor.button('Hear take 1 in place').click()
  await editor.button('Pause').click()
  await expect(editor.fixes).toContainText('take 1')
  await editor.snap.uncheck()
  await editor.select({ start: seconds - 1.2, end: seconds - 1 })
  await editor.button('Cut it').click()
  await expect(editor.fixes).toHaveCount(2)
  await editor.button('Undo').click()
  await expect(editor.status).toHaveText('Undone: Cut')
  await editor.button('Edit fix 1').click()
  await editor.text.fill('Typed, not yet spoken.')
  await editor.clickAt(2, seconds)
  await editor.select({ start: flub.start + 0.1, end: flub.end - 0.1 })
  await editor.text.fill('Typed, not yet spoken.')
  await copied(page)

  const decided = await decidedIn(editor)
  const selection = await editor.selection()
  const position = await editor.playhead.innerText()
  const takes = await takesIn(editor)
  const before = await editor.exported()
  expect(takes).toHaveLength(2)

  await page.reload()
  await expect(projectsOf(page)).toHaveCount(1)
  const length = `0:00:${Math.floor(seconds).toString().padStart(2, '0')}`
  const now = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium' }).format(new Date())
  await expect(projectsOf(page)).toContainText(recording.name)
  await expect(projectsOf(page)).toContainText(`${length} · one fix · ${now}`)

  await goOnWith(page, recording.name)
  expect(await decidedIn(editor)).toEqual(decided)
  await expect.poll(() => takesIn(editor)).toEqual(takes)
  await expect(editor.text).toHaveValue('Typed, not yet spoken.')
  expect(await editor.selection()).toEqual(selection)
  await expect(editor.playhead).toHaveText(position)
  await expect(editor.snap).not.toBeChecked()
  const after = await editor.exported()
  expect(after.name).toBe(before.name)
  expect(Buffer.from(after.bytes).equals(Buffer.from(before.bytes)), 'the same export').toBe(true)

  // The whole history is there, in both directions.
  await editor.button('Redo').click()
  await expect(editor.status).toHaveText('Redone: Cut')
  await expect(editor.fixes).toHaveCount(2)
  const labels = [`Take 1: “${correction}”`, `Take 2: “${second}”`, `Take 1 of “${correction}”`, 'Cut']
  for (const label of labels.toReversed()) {
    await editor.button('Undo').click()
    await expect(editor.status).toHaveText(`Undone: ${label}`)
  }
  await expect(editor.fixes).toHaveCount(0)
  await page.reload()
  await expect(projectsOf(page)).toContainText('0 fixes')
  await goOnWith(page, recording.name)
  for (const label of labels) {
    await editor.button('Redo').click()
    await expect(editor.status).toHaveText(`Redone: ${label}`)
  }
  const redone = await editor.exported()
  await editor.button('Undo').click()
  await expect(editor.fixes).toHaveCount(1)
  const again = await editor.exported()
  expect(Buffer.from(again.bytes).equals(Buffer.from(before.bytes)), 'the same export').toBe(true)
  expect(Buffer.from(redone.bytes).equals(Buffer.from(before.bytes))).toBe(false)

  // Closing and going on does the same without a reload.
  await closed(editor)
  await goOnWith(page, recording.name)
  expect((await decidedIn(editor)).fixes).toEqual(decided.fixes)
  await expect(editor.alert).toHaveCount(0)
})

test('an export asked for at once after going on has every fix in it', async ({ page }) => {
  const recording = await stereoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.correct(recording, correction)
  await copied(page)
  const before = await editor.exported()
  await page.reload()
  await projectsOf(page).getByRole('button').first().click()
  const after = await editor.exported()
  expect(Buffer.from(after.bytes).equals(Buffer.from(before.bytes)), 'the same export').toBe(true)
})

/** What each take is called, says and cost. How one sits that is not in place is known only once it was joined. */
async function takesIn(editor: EditorPage): Promise<readonly string[]> {
  const shown = await editor.takes.allInnerTexts()
  return shown.map((text) => text.split('\n').slice(0, 3).join(' '))
}
