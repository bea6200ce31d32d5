import { expect, type Locator, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { correction, monoSpeech } from './support/recordings'

const second = 'We met on the fortieth of November.'

test('a flub is fixed with the keyboard alone', async ({ page }) => {
  const recording = await monoSpeech()
  const { keyboard } = page
  const editor = await EditorPage.visit(page)

  await tabTo(page, page.getByLabel('Open recording'))
  const asked = page.waitForEvent('filechooser')
  await keyboard.press('Enter')
  const chooser = await asked
  await chooser.setFiles({ name: recording.name, mimeType: 'audio/wav', buffer: Buffer.from(recording.bytes) })
  await editor.pausesFound()

  // The edges at the playhead.
  await keyboard.press('Home')
  await keyboard.press('i')
  await keyboard.press('End')
  await keyboard.press('o')
  await expect(editor.snapping).toHaveText(/^Start .* · End .*$/)
  expect((await editor.selection()).end).toBeGreaterThan(recording.flub.end)

  // Then by their times, and nudged.
  await tabTo(page, editor.start)
  await keyboard.type(recording.flub.start.toFixed(3))
  await keyboard.press('Enter')
  await tabTo(page, editor.end)
  await keyboard.type((recording.flub.end + 0.2).toFixed(3))
  await keyboard.press('Enter')
  await expect(editor.snapping).toContainText('Start placed exactly · End placed exactly')
  await tabTo(page, editor.button('Move to the pauses'))
  await keyboard.press('Enter')
  await expect(editor.snapping).toHaveText(/End moved −\d+ ms to a \d+ ms pause$/)
  const snapped = await editor.selection()
  await tabTo(page, editor.snap)
  await keyboard.press('ArrowLeft')
  await keyboard.press('Control+Shift+ArrowRight')
  await expect(editor.snapping).toContainText('Start placed exactly · End placed exactly')
  const nudged = await editor.selection()
  expect(nudged.start).toBeCloseTo(snapped.start - 0.01, 2)
  expect(nudged.end).toBeCloseTo(snapped.end + 0.1, 2)

  await keyboard.press('t')
  await expect(editor.text).toBeFocused()
  await keyboard.type(correction)
  await keyboard.press('Control+Enter')
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await expect(editor.text).toBeFocused()
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type(second)
  await keyboard.press('Control+Enter')
  await expect(editor.status).toHaveText('Take 2 is in place.')

  await keyboard.press('Escape')
  await expect(editor.text).not.toBeFocused()
  await expect(editor.button('Pause')).toBeVisible()
  await keyboard.press('Space')
  await expect(editor.button('Play')).toBeVisible()
  await keyboard.press('p')
  await expect(editor.button('Pause')).toBeVisible()
  for (const key of ['1', '2', '1']) {
    await keyboard.press(key)
    await expect(editor.takes.nth(Number(key) - 1)).toContainText('in place')
  }
  await keyboard.press('Enter')
  await expect(editor.status).toHaveText(`Kept take 1: “${correction}”`)

  await keyboard.press('Control+z')
  await expect(editor.status).toHaveText(`Undone: Take 1 of “${correction}”`)
  await expect(editor.fixes).toContainText('take 2')
  await keyboard.press('Control+Shift+z')
  await expect(editor.status).toHaveText(`Redone: Take 1 of “${correction}”`)
  await expect(editor.fixes).toContainText('take 1')

  await keyboard.press('b')
  await expect(editor.hearOriginal).toBeChecked()
  await keyboard.press('b')
  await expect(editor.hearOriginal).not.toBeChecked()

  const { name } = await editor.exported(() => keyboard.press('e'))
  expect(name).toBe('interview-fixed.wav')

  await keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await expect(keys).toContainText('Play in place')
  await keyboard.press('x')
  await keyboard.press('Escape')
  await expect(keys).toHaveCount(0)
  await expect(editor.fixes).toHaveCount(1)
})

test('one fix takes at most twelve keystrokes besides its text', async ({ page }, { annotations }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  let strokes = 0
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
    strokes += keys.length
  }
  const started = Date.now()
  // To the pause before the flub, and to the one after it: each edge snaps to the words.
  await press('>', '>', 'i', '>', '>', '>', 'o')
  await expect(editor.snapping).toHaveText(/^Start (moved|stands).* pause · End (moved|stands).* pause$/)
  const { start, end } = await editor.selection()
  expect(start).toBeCloseTo(recording.flub.start, 0)
  expect(end).toBeCloseTo(recording.flub.end, 0)
  await press('t')
  await page.keyboard.type(correction)
  await press('Control+Enter')
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await press('Escape', 'Enter')
  await expect(editor.status).toHaveText(`Kept take 1: “${correction}”`)
  const seconds = (Date.now() - started) / 1000
  const toSound = await page.evaluate(() => {
    const answers = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/api/infill/bytes'))
    const answered = Math.max(
      ...answers.map((entry) => (entry instanceof PerformanceResourceTiming ? entry.responseEnd : 0)),
    )
    const sounding = performance.getEntriesByName('pickup:sounding').find(({ startTime }) => startTime >= answered)
    return sounding === undefined ? null : sounding.startTime - answered
  })
  expect(toSound, 'the take is heard').not.toBeNull()
  const figures = `${strokes} keystrokes, ${seconds.toFixed(1)} s in all, ${toSound?.toFixed(0)} ms from the answer to the first sound`
  annotations.push({ type: 'one fix', description: figures })
  console.log(figures)
  expect(strokes).toBeLessThanOrEqual(12)
})

test('no key of the editor fires while typing', async ({ page }) => {
  const recording = await monoSpeech()
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  let downloads = 0
  page.on('download', () => {
    downloads++
  })
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.say(correction)
  await editor.say(second, 2)
  await editor.button('Pause').click()
  const selection = await editor.selection()

  await editor.text.focus()
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type('b1xef? lpi o+-')
  await expect(editor.text).toHaveValue('b1xef? lpi o+-')
  await keyboard.press('Control+z')
  await editor.end.focus()
  await keyboard.press('End')
  await keyboard.type('1bx')
  await expect(editor.end).toHaveAttribute('aria-invalid', 'true')
  await keyboard.press('Escape')

  await expect(editor.hearOriginal).not.toBeChecked()
  await expect(editor.takes.nth(1)).toContainText('in place')
  await expect(editor.fixes).toHaveCount(1)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(editor.button('Play')).toBeVisible()
  await expect(editor.button('Loop')).toHaveAttribute('aria-pressed', 'false')
  expect(await editor.selection()).toEqual(selection)
  expect(downloads).toBe(0)
})

test('the focus stays on the page when what had it goes away', async ({ page }) => {
  const recording = await monoSpeech()
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  const look = (after: string) =>
    expect.poll(() => page.evaluate(() => document.activeElement === document.body), after).toBe(false)
  await page.getByLabel('Open recording').focus()
  await editor.open(recording)
  await look('opening')
  await editor.text.fill(correction)
  await editor.generate.focus()
  await keyboard.press('Enter')
  await expect(editor.alert).toBeVisible()
  await look('a refusal')
  await editor.button('Dismiss').focus()
  await keyboard.press('Enter')
  await expect(editor.alert).toHaveCount(0)
  await look('dismissing')
  await editor.select(recording.flub)
  await editor.generate.focus()
  await keyboard.press('Enter')
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await look('generating')
  await editor.button('Keep this take').focus()
  await keyboard.press('Enter')
  await expect(editor.takes).toHaveCount(0)
  await look('keeping')
  await editor.button('Undo').focus()
  await keyboard.press('Enter')
  await expect(editor.button('Undo')).toBeDisabled()
  await look('the last undo')
  await editor.button('Redo').focus()
  await keyboard.press('Enter')
  await expect(editor.fixes).toHaveCount(1)
  await look('the last redo')
  await editor.button('Remove fix 1').focus()
  await keyboard.press('Enter')
  await expect(editor.fixes).toHaveCount(0)
  await look('removing')
  await editor.button('Keys').focus()
  await keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await look('the list of keys')
})

/** Presses Tab until a control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(control).toBeFocused()
}

test('a tip comes with the focus, also where a pointer was pressed and let go of elsewhere, and for what only says more', async ({
  page,
}) => {
  const recording = await monoSpeech()
  const { keyboard, mouse } = page
  const editor = await EditorPage.visit(page)
  const tip = page.getByRole('tooltip', { includeHidden: true })
  await editor.correct(recording, correction)
  await editor.button('Zoom in').hover()
  await mouse.down()
  await mouse.move(0, 0)
  await mouse.up()
  await editor.button('Zoom out').focus()
  await keyboard.press('Tab')
  await expect(editor.button('Zoom in')).toBeFocused()
  await expect(tip).toHaveText('Zoom in+')

  await tabTo(page, editor.takes.first().getByRole('button', { name: `“${correction}”` }))
  await expect(tip).toHaveText(correction)
  await tabTo(page, page.getByRole('banner').getByRole('button', { name: /than recorded/ }))
  await expect(tip).toHaveText(/^Now .* long; the recording itself is/)
})

test('the fix at hand is switched off and on, and removed, by key, and only where nothing is typed', async ({
  page,
}) => {
  const recording = await monoSpeech()
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await keyboard.press('Delete')
  await editor.select(recording.flub)
  await editor.say(correction)
  await editor.button('Pause').click()
  await editor.text.focus()
  await keyboard.press('End')
  await keyboard.press('Backspace')
  await keyboard.press('u')
  await expect(editor.text).toHaveValue(`${correction.slice(0, -1)}u`)
  await keyboard.press('Escape')

  const on = page.getByRole('switch', { name: 'Fix 1 on' })
  await keyboard.press('u')
  await expect(on).not.toBeChecked()
  await keyboard.press('u')
  await expect(on).toBeChecked()
  await keyboard.press('Delete')
  await expect(editor.status).toHaveText('Fix removed.')
  await expect(editor.fixes).toHaveCount(0)
  await keyboard.press('Control+z')
  await expect(editor.fixes).toHaveCount(1)

  // Nothing is at hand: then nothing is removed.
  await keyboard.press('Delete')
  await expect(editor.fixes).toHaveCount(1)
  await editor.button('Edit fix 1').click()
  await keyboard.press('Backspace')
  await expect(editor.fixes).toHaveCount(0)
})

test('undo keys leave what was typed as it is, and lists and fields give the keys back', async ({ page }) => {
  const recording = await monoSpeech()
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  const keys = page.getByRole('dialog', { name: 'Keys' })
  const count = page.getByRole('combobox', { name: 'Takes at once' })
  await editor.open(recording)
  await keyboard.press('x')
  await expect(editor.alert).toHaveText(/Nothing is selected/)
  await keyboard.press('Escape')
  await expect(editor.alert).toHaveCount(0)
  await keyboard.press('x')
  await expect(editor.alert).toHaveText(/Nothing is selected/)
  await editor.select(recording.flub)
  await expect(editor.alert).toHaveCount(0)

  await test.step('in a dialog and on the page', async () => {
    await editor.text.pressSequentially(correction)
    await keyboard.press('Escape')
    for (const chord of ['Control+z', 'Control+Shift+z', 'Control+y']) {
      await keyboard.press(chord)
      await expect(editor.text).toHaveValue(correction)
      await keyboard.press('?')
      await expect(keys).toBeVisible()
      await keyboard.press(chord)
      await keyboard.press('Escape')
      await expect(keys).toHaveCount(0)
      await expect(editor.text).toHaveValue(correction)
      await expect(editor.text).not.toBeFocused()
    }
    await editor.text.focus()
    await keyboard.press('Control+z')
    await expect(editor.text).not.toHaveValue(correction)
    await editor.text.fill(correction)
  })

  await test.step('a time that is given up is as it was', async () => {
    const before = await editor.start.inputValue()
    await editor.start.focus()
    await keyboard.type('1')
    await keyboard.press('Escape')
    await expect(editor.start).toHaveValue(before)
    await expect(editor.start).not.toBeFocused()
    await editor.start.focus()
    await keyboard.press('Escape')
    await expect(editor.start).not.toBeFocused()
    await expect(editor.start).toHaveValue(before)
  })

  await test.step('after Go to, arrow keys move the selection', async () => {
    const { start } = await editor.selection()
    await keyboard.press('g')
    await expect(page.getByRole('textbox', { name: 'Go to time' })).toBeFocused()
    await keyboard.type('0.5')
    await keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await keyboard.press('ArrowRight')
    await expect.poll(async () => (await editor.selection()).start).toBeCloseTo(start + 0.01, 2)
  })

  await test.step('a list is left by Escape, and generates', async () => {
    await count.focus()
    await keyboard.press('Escape')
    await expect(count).not.toBeFocused()
    await expect(editor.start).not.toHaveValue('')
    await count.focus()
    await keyboard.press('Control+Enter')
    await expect(editor.status).toHaveText('Take 1 is in place.')
  })
})
