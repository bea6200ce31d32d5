import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { HeldTakes } from './support/held'
import { copied, goOnWith } from './support/projects'
import { correction, monoSpeech } from './support/recordings'

test('three takes are asked for at once, heard in turn, compared, named and chosen', async ({ page }) => {
  const recording = await monoSpeech()
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  const fixPanel = page.getByRole('region', { name: 'Fix', exact: true })
  const held = new HeldTakes(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.text.fill(correction)
  await page.getByRole('combobox', { name: 'Takes at once' }).selectOption('3')

  await test.step('each arrives on its own; only the first is put in place and played', async () => {
    await held.hold()
    await editor.generate.click()
    await expect.poll(() => held.count).toBe(2)
    await expect(page.getByText(/^In line/)).toHaveCount(1)
    await expect(editor.button(`Cancel “${correction}”, 3 of 3`)).toBeVisible()
    await held.release(1)
    await expect(editor.status).toHaveText('Take 1 is in place.')
    await expect(editor.button('Pause')).toBeVisible()
    await editor.button('Pause').click()
    await expect.poll(() => held.count).toBe(3)
    await held.release(0)
    await expect(editor.status).toHaveText('Take 2 of fix 1 is here, too.')
    await held.release(2)
    await expect(editor.status).toHaveText('Take 3 of fix 1 is here, too.')
    await expect(editor.button('Play')).toBeVisible()
    expect([...held.numbers].toSorted()).toEqual(['1', '2', '3'])
    await held.stop()
    await expect(editor.takes).toHaveCount(3)
    await expect(editor.takes.first()).toContainText('in place')
    await expect(editor.takes.first()).toContainText('free')
    await expect(editor.takes.first()).toContainText(/sounds right|off|room|pause|quiet|nois|click|sound/)
  })

  await test.step('one undo takes all of them back, one redo brings them', async () => {
    await editor.button('Undo').click()
    await expect(editor.fixes).toHaveCount(0)
    await expect(editor.button('Undo')).toBeDisabled()
    await editor.button('Redo').click()
    await editor.button('Edit fix 1').click()
    await expect(editor.takes).toHaveCount(3)
  })

  await test.step('named in the list', async () => {
    await editor.button('Rename take 2').click()
    await page.getByRole('textbox', { name: 'Name of take 2' }).fill('softer')
    await keyboard.press('Enter')
    await expect(editor.status).toHaveText('Take named “softer”.')
    await expect(editor.button('Rename take 2, softer')).toBeFocused()
  })

  await test.step('heard in turn with one key', async () => {
    await keyboard.press('k')
    await expect(editor.status).toHaveText('Hearing take 1.')
    await expect(editor.takes.nth(0)).toContainText('sounding')
    await expect(editor.status).toHaveText('Hearing softer.')
    await expect(editor.takes.nth(1)).toContainText('sounding')
    await expect(editor.button('Hear all')).toHaveAttribute('aria-pressed', 'true')
    await keyboard.press('k')
    await expect(editor.button('Play')).toBeVisible()
    await expect(editor.takes.filter({ hasText: 'sounding' })).toHaveCount(0)
    // Hearing chooses nothing.
    await expect(editor.takes.first()).toContainText('in place')
  })

  await test.step('chosen by number, and taken back', async () => {
    await keyboard.press('3')
    await expect(editor.takes.nth(2)).toContainText('in place')
    await keyboard.press('Control+z')
    await expect(editor.status).toHaveText(`Undone: Take 3 of “${correction}”`)
    await expect(editor.takes.first()).toContainText('in place')
  })

  await test.step('compared without names', async () => {
    await keyboard.press('c')
    const blind = page.getByRole('list', { name: 'Comparison' }).getByRole('listitem')
    await expect(blind).toHaveCount(3)
    await expect(editor.takes).toHaveCount(0)
    await expect(fixPanel).not.toContainText('softer')
    await keyboard.press('Enter')
    await expect(editor.status).toHaveText(/Hear one first/)
    await keyboard.press('2')
    await expect(editor.status).toHaveText('Hearing B.')
    await keyboard.press('Enter')
    await expect(editor.status).toHaveText(
      /^You picked B: it was (Take \d|softer), and it is in place now\. A was (Take \d|softer), C was (Take \d|softer)\.$/,
    )
    await expect(editor.takes.filter({ hasText: 'in place' })).toContainText('B')
    await expect(fixPanel).toContainText(/You picked B: it was (Take \d|softer), and it is in place now\./)
    await editor.button('Close the comparison').click()
    await expect(editor.takes.filter({ hasText: 'in place' })).not.toContainText('B')
  })

  await test.step('removed from the list, and brought back', async () => {
    await editor.button('Remove take 1').click()
    await expect(editor.takes).toHaveCount(2)
    await expect(editor.status).toHaveText('Take 1 removed.')
    await editor.button('Undo').click()
    await expect(editor.takes).toHaveCount(3)
  })

  await test.step('the original is one press away', async () => {
    await editor.button('Use the original').click()
    await expect(editor.status).toHaveText('Fix 1 off.')
    await expect(editor.button('Use the original')).toHaveAttribute('aria-pressed', 'true')
    await editor.button('Use the original').click()
    await expect(editor.status).toHaveText('Fix 1 on.')
  })

  await test.step('all of it is there after a reload', async () => {
    const arrival = page.getByRole('switch', { name: 'Play when it arrives' })
    await arrival.uncheck()
    const chosen = await editor.takes.filter({ hasText: 'in place' }).getByRole('button').first().innerText()
    await copied(page)
    await page.reload()
    await goOnWith(page, recording.name)
    await expect(editor.takes).toHaveCount(3)
    await expect(editor.button('Rename take 2, softer')).toBeVisible()
    await expect(editor.takes.filter({ hasText: 'in place' })).toContainText(chosen)
    await expect(arrival).not.toBeChecked()
    await expect(page.getByRole('combobox', { name: 'Takes at once' })).toHaveValue('3')
    await page.getByRole('combobox', { name: 'Takes at once' }).selectOption('1')
    await editor.say('A fourth one.', 4)
    await expect(editor.button('Play')).toBeVisible()
  })
})

test('a take whose file is lost says so, and the others go on', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.correct(recording, correction)
  for (const name of ['Hear all', 'Compare blind']) await expect(editor.button(name)).toBeDisabled()
  await editor.say('Another line of it.', 2)
  for (const name of ['Hear all', 'Compare blind']) await expect(editor.button(name)).toBeEnabled()
  await copied(page)
  await page.reload()
  await page.evaluate(async () => {
    const takes = await (await navigator.storage.getDirectory()).getDirectoryHandle('takes')
    const files: { readonly name: string; readonly at: number }[] = []
    for await (const [name, handle] of takes.entries()) {
      if (handle instanceof FileSystemFileHandle) files.push({ name, at: (await handle.getFile()).lastModified })
    }
    const [first] = files.toSorted((a, b) => a.at - b.at)
    if (first) await takes.removeEntry(first.name)
  })
  await goOnWith(page, recording.name)
  await expect(editor.takes).toHaveCount(2)
  await expect(editor.takes.first()).toContainText('file lost')
  await expect(editor.takes.nth(1)).toContainText('in place')
  await expect(editor.button('Hear take 1 in place')).toBeDisabled()
  await editor.button('Remove take 1').click()
  await expect(editor.takes).toHaveCount(1)
})
