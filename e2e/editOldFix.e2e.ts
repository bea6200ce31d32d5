import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { HeldTakes } from './support/held'
import { correction, monoSpeech } from './support/recordings'

const anew = 'We met on the fortieth of November.'

test('the text of an old fix is edited and generated again, as another take of it', async ({ page }) => {
  const recording = await monoSpeech()
  const { flub, seconds } = recording
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  const held = new HeldTakes(page)
  await editor.open(recording)
  await editor.select(flub)
  await editor.say(correction)
  await editor.select({ start: seconds - 1.4, end: seconds - 0.9 })
  await editor.button('Cut it').click()
  await expect(editor.fixes).toHaveCount(2)

  await test.step('found again with N and Shift+N', async () => {
    await editor.fixes.first().click({ position: { x: 2, y: 2 } })
    await keyboard.press('n')
    await expect(editor.text).toHaveValue(correction)
    await keyboard.press('Shift+N')
    await expect(editor.fixes.nth(1)).toHaveAttribute('aria-current', 'true')
    await keyboard.press('Shift+N')
    await expect(editor.fixes.nth(0)).toHaveAttribute('aria-current', 'true')
  })

  await test.step('brought into view where the waveform is zoomed in', async () => {
    const handle = page.getByRole('slider', { name: 'Start handle' })
    await editor.button('Edit fix 2').click()
    await editor.button('Fit selection').click()
    await expect(handle).toBeInViewport()
    await editor.button('Edit fix 1').click()
    await expect(editor.text).toHaveValue(correction)
    await expect(handle).toBeInViewport()
    await editor.button('Fit recording').click()
  })

  await test.step('generated again', async () => {
    await editor.say(anew, 2)
    await expect(editor.fixes).toHaveCount(2)
    await expect(editor.fixes.first()).toContainText(anew)
    await expect(editor.takes).toHaveCount(2)
    await editor.button('Hear take 1 in place').click()
    await expect(editor.fixes.first()).toContainText(correction)
    await editor.button('Pause').click()
  })

  await test.step('removed while it is being generated, it does not come back', async () => {
    await held.hold()
    await editor.text.fill('We met in May.')
    await editor.generate.click()
    await expect.poll(() => held.count).toBe(1)
    await expect(editor.fixes.first()).toContainText('generating')
    const question = page.getByRole('alertdialog', { name: 'Remove this fix?' })
    await editor.button('Remove fix 1').click()
    await expect(question).toContainText('A take is still being generated for it')
    await page.keyboard.press('Escape')
    await expect(question).toHaveCount(0)
    await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeVisible()
    await page.keyboard.press('Delete')
    await question.getByRole('button', { name: 'Remove it' }).click()
    await expect(editor.status).toHaveText('Fix removed. What was being generated for it is cancelled.')
    await expect(page.getByRole('progressbar', { name: 'Generating' })).toHaveCount(0)
    await expect(editor.fixes).toHaveCount(1)
    await editor.button('Undo').click()
    await expect(editor.fixes).toHaveCount(2)
    await editor.button('Edit fix 1').click()
    await expect(editor.takes).toHaveCount(2)
    await held.stop()
  })
})

test('a take that comes when its fix was undone stays with that fix', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  const held = new HeldTakes(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.text.fill(correction)
  await page.getByRole('combobox', { name: 'Takes at once' }).selectOption('2')
  await held.hold()
  await editor.generate.click()
  await expect.poll(() => held.count).toBe(2)
  await held.release(0)
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await editor.button('Undo').click()
  await expect(editor.fixes).toHaveCount(0)
  await held.release(1)
  await expect(editor.status).toHaveText(/^The fix was taken away meanwhile\./)
  await expect(editor.fixes).toHaveCount(0)
  await editor.button('Redo').click()
  await editor.button('Edit fix 1').click()
  await expect(editor.takes).toHaveCount(2)
})

test('one edge of a fix is dragged, and the other stays to the frame; two clicks on a fix select just it', async ({
  page,
}) => {
  const recording = await monoSpeech()
  const { flub, seconds } = recording
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.drag({ start: flub.start - 0.1, end: flub.end + 0.3 }, seconds)
  const replaced = await editor.selection()
  await editor.say(correction)
  await editor.button('Pause').click()
  const fix = await editor.selection()
  const handle = page.getByRole('slider', { name: 'End handle' })

  for (const by of [-40, 40]) {
    const box = await handle.boundingBox()
    if (!box) throw new Error('the handle is not on screen')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + by, box.y + box.height / 2, { steps: 4 })
    await page.mouse.up()
    await expect(editor.status).toHaveText('Edges moved.')
    expect((await editor.selection()).start).toBe(fix.start)
    await editor.button('Undo').click()
    await expect(editor.status).toHaveText('Undone: Edges moved')
    expect(await editor.selection()).toEqual(fix)
  }

  const shown = seconds + (fix.end - fix.start) - (replaced.end - replaced.start)
  const middle = (fix.start + fix.end) / 2
  await page.keyboard.press('Escape')
  await expect(editor.start).toHaveValue('')
  await editor.clickAt(middle, shown)
  expect(await editor.selection()).toEqual(fix)
  await editor.clickAt(middle, shown)
  await editor.clickAt(middle, shown)
  expect(await editor.selection()).toEqual(fix)
  await expect(editor.fixes).toHaveCount(1)
})
