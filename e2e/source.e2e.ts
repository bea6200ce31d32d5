import { expect, test } from '@playwright/test'
import { Disk } from './support/disk'
import { EditorPage, type TestFile } from './support/editor'
import { closed, copied, goOnWith, keptFiles, projectsOf } from './support/projects'
import { correction, monoSpeech } from './support/recordings'

const second = 'We met on the fortieth of November.'

test('the same recording goes on with its project, and another one of that name does not', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.correct(recording, correction)
  await copied(page)

  // Dropped once more while it is open, and after a reload.
  await editor.drop(recording)
  await page.getByRole('button', { name: 'Open it as a recording' }).click()
  await expect(editor.status).toHaveText(/^Going on with interview\.wav: one fix\./)
  await expect(editor.fixes).toContainText(correction)
  await expect(editor.button('Take it over')).toHaveCount(0)
  await page.reload()
  await editor.choose({ ...recording, name: 'renamed.wav' })
  await expect(editor.fixes).toContainText(correction)
  await editor.button('Edit fix 1').click()
  await editor.say(second, 2)

  // One sample differs: another recording, with a project of its own.
  await editor.open(changed(recording))
  await expect(editor.fixes).toHaveCount(0)
  await expect(editor.button('Undo')).toBeDisabled()
  await editor.select(recording.flub)
  await editor.button('Cut it').click()
  await expect(editor.status).toHaveText(/^Cut\. \d+\.\d\d s shorter\.$/)
  await copied(page)
  await closed(editor)
  await expect(projectsOf(page)).toHaveCount(2)
  await expect(projectsOf(page).nth(0)).toContainText(recording.name)
  await expect(projectsOf(page).nth(1)).toContainText(recording.name)
  await projectsOf(page).nth(1).getByRole('button').first().click()
  await expect(editor.fixes).toContainText(second)
})

test('a file that is used in place is found again, and asked for when it is not the same any more', async ({
  page,
}) => {
  const recording = await monoSpeech()
  const { editor, disk } = await Disk.visit(page)
  await disk.put(recording)
  await disk.choose(recording.name)
  await editor.pausesFound()
  await editor.select(recording.flub)
  await editor.say(correction)
  const before = await exportedTo(disk, editor)
  expect(Object.keys(await keptFiles(page)).filter((path) => path.startsWith('recordings/'))).toEqual([])

  await page.reload()
  await goOnWith(page, recording.name)
  expect(Buffer.from(await exportedTo(disk, editor)).equals(Buffer.from(before))).toBe(true)

  await test.step('it goes while it is open', async () => {
    await disk.remove(recording.name)
    await editor.button('Undo').click()
    await expect(editor.fixes).toHaveCount(0)
    await editor.select({ start: 0.2, end: 0.4 })
    await editor.button('Cut it').click()
    await expect(editor.alert).toHaveText(/can no longer be read.*Put it back as it was, or open it again/)
    await expect(editor.fixes).toHaveCount(0)
    await editor.button('Export').click()
    await expect(editor.alert).toHaveText(/could not be written, so nothing was saved there.*export again/)
    await expect(editor.button('Redo')).toHaveAccessibleDescription(/^Redo: Take 1/)
    await editor.button('Redo').click()
    await expect(editor.fixes).toContainText(correction)
  })

  await test.step('it is gone when the project is opened', async () => {
    await closed(editor)
    await projectsOf(page).getByRole('button').first().click()
    await expect(editor.alert).toHaveText(
      `The recording “${recording.name}” is not where it was. Drop it here or open it as it was, and its fixes are back.`,
    )
    await expect(projectsOf(page)).toHaveCount(1)
  })

  await test.step('another file is in its place', async () => {
    await disk.put(changed(recording))
    await projectsOf(page).getByRole('button').first().click()
    await expect(editor.alert).toHaveText(
      `The recording “${recording.name}” has changed since its fixes were made. Drop it here or open it as it was, and its fixes are back.`,
    )
  })

  await test.step('it is given from another place', async () => {
    await disk.put({ ...recording, name: 'moved.wav' })
    await disk.choose('moved.wav')
    await expect(editor.fixes).toContainText(correction)
    await expect(editor.alert).toHaveCount(0)
    expect(Buffer.from(await exportedTo(disk, editor)).equals(Buffer.from(before))).toBe(true)
  })

  await test.step('and from then on found there', async () => {
    await page.reload()
    await goOnWith(page, recording.name)
    await expect(editor.fixes).toContainText(correction)
    await expect(editor.alert).toHaveCount(0)
  })

  await test.step('it changes while it is open', async () => {
    await disk.put({ ...changed(recording), name: 'moved.wav' })
    await editor.button('Export').click()
    await expect(editor.alert).toHaveText(/could not be written, so nothing was saved there.*export again/)
  })
})

/** The recording with one other sample, as long as before. */
function changed({ name, bytes }: TestFile): TestFile {
  const other = bytes.slice()
  const at = other.length - 2000
  other[at] = 255 - (other[at] ?? 0)
  return { name, bytes: other }
}

async function exportedTo(disk: Disk, editor: EditorPage): Promise<Uint8Array> {
  await editor.button('Export').click()
  await expect(editor.status).toHaveText('Exported interview-fixed.wav.')
  return (await disk.read('interview-fixed.wav')) ?? new Uint8Array()
}
