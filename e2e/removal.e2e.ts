import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { closed, copied, goOnWith, keptFiles, projectsOf } from './support/projects'
import { correction, monoSpeech, stereoSpeech } from './support/recordings'

test('removing a project asks first, frees what only it needed, and leaves the others alone', async ({
  page,
  context,
}) => {
  const [mono, stereo] = [await monoSpeech(), await stereoSpeech()]
  const editor = await EditorPage.visit(page)
  await editor.correct(mono, correction)
  await copied(page)
  const own = await keptFiles(page)
  expect(Object.values(own)).toContain(mono.bytes.length)
  await editor.correct(stereo, correction)
  await editor.say(correction, 2)
  await editor.button('Undo').click()
  await copied(page)
  await closed(editor)
  expect(Object.keys(await keptFiles(page))).toHaveLength(5)
  await expect(projectsOf(page)).toHaveCount(2)

  const remove = editor.button(`Remove ${stereo.name}`)
  const question = page.getByRole('alertdialog', { name: /^Remove “.+”\?$/ })
  await remove.click()
  await expect(question).toContainText(`Remove “${stereo.name}”?`)
  await expect(question).toContainText(
    'Its fixes and takes are deleted from this browser. The recording itself is not touched.',
  )
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toHaveCount(0)
  await remove.click()
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  await expect(projectsOf(page)).toHaveCount(2)
  expect(Object.keys(await keptFiles(page))).toHaveLength(5)

  // Not while another tab works on it.
  const other = await context.newPage()
  const latter = await EditorPage.visit(other)
  await goOnWith(other, stereo.name)
  await remove.click()
  await question.getByRole('button', { name: 'Remove it' }).click()
  await expect(editor.status).toHaveText('This project is open in another tab. Close it there first.')
  await expect(projectsOf(page)).toHaveCount(2)
  await closed(latter)

  await remove.click()
  await question.getByRole('button', { name: 'Remove it' }).click()
  await expect(editor.status).toHaveText('Removed. The recording itself was not touched.')
  await expect(projectsOf(page)).toHaveCount(1)
  expect(await keptFiles(page)).toEqual(own)

  await page.reload()
  await expect(projectsOf(page)).toHaveCount(1)
  await goOnWith(page, mono.name)
  await expect(editor.fixes).toContainText(correction)
  await editor.open(stereo)
  await expect(editor.fixes).toHaveCount(0)
  await closed(editor)

  await editor.button(`Remove ${mono.name}`).click()
  await question.getByRole('button', { name: 'Remove it' }).click()
  await expect(projectsOf(page)).toHaveCount(0)
  expect(await keptFiles(page)).toEqual({})
})
