import { expect, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { withMarkers } from './support/markers'
import { correction, monoSpeech, silentWav } from './support/recordings'

const shown = (page: Page) => page.getByRole('slider', { name: 'Overview position' })

test('a time is gone to by typing it, and what is no time is refused with what is', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  const field = page.getByRole('textbox', { name: 'Go to time' })
  const goTo = async (text: string) => {
    await page.keyboard.press('g')
    await expect(field).toBeFocused()
    await field.fill(text)
    await page.keyboard.press('Enter')
  }
  await goTo('0:02.5')
  await expect(field).toHaveCount(0)
  await expect(editor.playhead).toHaveText('0:00:02.500')
  await expect(editor.status).toHaveText('Playhead at 0:00:02.500.')
  await goTo('+1.25')
  await expect(editor.playhead).toHaveText('0:00:03.750')
  await goTo('-3')
  await expect(editor.playhead).toHaveText('0:00:00.750')

  // Going elsewhere ends what was to be heard as a span.
  await editor.select(recording.flub)
  await page.keyboard.press('Escape')
  await page.keyboard.press('p')
  await expect(editor.button('Pause')).toBeVisible()
  await goTo('0:00.25')
  await expect(editor.button('Play')).toBeVisible()
  await expect(editor.playhead).toHaveText('0:00:00.250')
  await goTo('0.75')
  await expect(field).toHaveCount(0)
  await expect(editor.playhead).toHaveText('0:00:00.750')

  await goTo('soon')
  const dialog = page.getByRole('dialog', { name: 'Go to a time' })
  await expect(dialog).toContainText('“soon” is no time. Write 1:02:03.5, 2:03 or seconds')
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await field.fill('99:59')
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('That is past the end, which is at 0:00:')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(editor.playhead).toHaveText('0:00:00.750')
})

test('two clicks select the phrase, three the sentence, and Shift F fits it', async ({ page }) => {
  const editor = await EditorPage.visit(page)
  await editor.button('Try the sample').click()
  await editor.pausesFound()
  const length = 20
  await page.keyboard.press('g')
  await page.getByRole('textbox', { name: 'Go to time' }).fill('12')
  await page.keyboard.press('Enter')
  const box = await editor.waveform.boundingBox()
  const whole = await editor.position()
  expect(whole).toBe(12)
  if (!box) throw new Error('no waveform')
  const at = { x: box.x + box.width * 0.6, y: box.y + box.height / 2 }
  await page.mouse.dblclick(at.x, at.y)
  await expect(editor.snapping).toHaveText(/^Start .* · End .*$/)
  await expect(editor.text).toBeFocused()
  const phrase = await editor.selection()
  expect(phrase.end - phrase.start).toBeGreaterThan(0.1)
  expect(phrase.end - phrase.start).toBeLessThan(length / 2)

  await page.mouse.click(at.x, at.y, { clickCount: 3 })
  await expect.poll(async () => (await editor.selection()).start).toBeLessThanOrEqual(phrase.start)
  const sentence = await editor.selection()
  expect(sentence.start).toBeLessThanOrEqual(phrase.start + 0.05)
  expect(sentence.end).toBeGreaterThanOrEqual(phrase.end - 0.05)
  expect(sentence.end - sentence.start).toBeGreaterThan(phrase.end - phrase.start)

  await page.keyboard.press('Escape')
  const before = await shown(page).getAttribute('aria-valuetext')
  await page.keyboard.press('Shift+F')
  await expect(shown(page)).not.toHaveAttribute('aria-valuetext', before ?? '')
  await page.keyboard.press('f')
  await expect(shown(page)).toHaveAttribute('aria-valuetext', before ?? '')
})

test('markers of the file are listed, gone to by key and by click, and move with the fixes', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  const after = recording.flub.end + 1
  await editor.open(
    withMarkers(recording, [
      { at: 0.5, label: 'Intro' },
      { at: after, label: 'Harbour', length: 1 },
    ]),
  )
  await page.keyboard.press('PageDown')
  await expect(editor.status).toHaveText('Marker “Intro”, 0:00:00.500')
  await expect(editor.playhead).toHaveText('0:00:00.500')
  await page.keyboard.press('PageDown')
  await expect(editor.status).toContainText('Marker “Harbour”')
  const there = await editor.position()
  expect(there).toBeCloseTo(after, 2)
  await page.keyboard.press('PageDown')
  await expect(editor.status).toHaveText('No marker after the playhead.')
  await page.keyboard.press('PageUp')
  await expect(editor.playhead).toHaveText('0:00:00.500')

  await editor.button('Markers (2)').click()
  const list = page.getByRole('list', { name: 'Markers' })
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await list.getByRole('button', { name: /Harbour/ }).click()
  await expect(list).toHaveCount(0)
  expect(await editor.position()).toBe(there)

  // The flag stands below the ruler.
  const box = await editor.waveform.boundingBox()
  if (!box) throw new Error('no waveform')
  await page.mouse.click(box.x + (0.5 / recording.seconds) * box.width + 3, box.y + 28)
  await expect(editor.playhead).toHaveText('0:00:00.500')

  await editor.select(recording.flub)
  await editor.say(correction)
  await editor.button('Pause').click()
  const fixed = await page.getByRole('button', { name: 'Markers (2)' }).isVisible()
  expect(fixed).toBe(true)
  await page.keyboard.press('Home')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageDown')
  await expect(editor.status).toContainText('Marker “Harbour”')
  expect(Math.abs((await editor.position()) - there)).toBeGreaterThan(0.02)
})

test('the ruler and the middle button scroll, the wheel zooms where the pointer is', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  const box = await editor.waveform.boundingBox()
  if (!box) throw new Error('no waveform')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await editor.button('Zoom in').click()
  const start = async () => Number(await shown(page).getAttribute('aria-valuenow'))
  await page.keyboard.press('End')
  await expect.poll(start).toBeGreaterThan(0)
  const before = await start()

  await page.mouse.move(box.x + 100, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + 700, box.y + 8, { steps: 5 })
  await page.mouse.up()
  await expect.poll(start).toBeLessThan(before)
  const ruled = await start()
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.down({ button: 'middle' })
  await page.mouse.move(middle.x + 400, middle.y, { steps: 5 })
  await page.mouse.up({ button: 'middle' })
  await expect.poll(start).toBeLessThan(ruled)
  await expect(editor.start).toHaveValue('')

  const text = await shown(page).getAttribute('aria-valuetext')
  await page.mouse.move(middle.x, middle.y)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, 240)
  await page.keyboard.up('Control')
  await expect(shown(page)).not.toHaveAttribute('aria-valuetext', text ?? '')
})

test('what is selected and where the playhead is are said once they have settled', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  const said = page.getByText(/^(Selection from|Playhead at|Nothing is selected)/).and(page.locator('[aria-live]'))
  await editor.select({ start: 1, end: 2 })
  await expect(said).toContainText('Selection from 1 second to 2 seconds, 1 second long.')
  await page.getByRole('slider', { name: 'Start handle' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('slider', { name: 'Start handle' })).toHaveAttribute('aria-valuetext', '0.99 seconds')
  await expect(said).toContainText('Selection from 0.99 seconds to 2 seconds')
  await page.keyboard.press('Escape')
  await expect(said).toContainText('Nothing is selected.')
  await page.keyboard.press('End')
  await expect(said).toHaveText(/^Playhead at \d/)
})

test('the spectrum is shown and hidden by key and button, and says when too much is on screen', async ({ page }) => {
  const editor = await EditorPage.visit(page)
  await editor.open({ name: 'long.wav', bytes: silentWav(90) })
  const toggle = editor.button('Spectrum')
  const wide = page.getByText('Zoom in to a minute or less to see the spectrum.')
  await expect(toggle).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('v')
  await expect(toggle).toHaveAttribute('aria-pressed', 'true')
  await expect(wide).toBeVisible()
  await page.keyboard.press('+')
  await expect(wide).toBeHidden()
  await expect(page.getByText('4 kHz')).toBeVisible()
  await page.keyboard.press('f')
  await expect(wide).toBeVisible()
  await toggle.click()
  await expect(toggle).toHaveAttribute('aria-pressed', 'false')
  await expect(wide).toHaveCount(0)
  await expect(page.getByText('4 kHz')).toHaveCount(0)
})

test.describe('without the server', () => {
  test.use({ serviceWorkers: 'block' })

  test('a spectrum that cannot be loaded is off again, with a sentence', async ({ page }) => {
    const editor = await EditorPage.visit(page)
    await editor.open({ name: 'short.wav', bytes: silentWav(5) })
    await page.route('**/spectrogram-*.js', (route) => route.abort())
    await editor.button('Spectrum').click()
    await expect(editor.alert).toHaveText(/^The spectrum could not be loaded, and is off again\./)
    await expect(editor.button('Spectrum')).toHaveAttribute('aria-pressed', 'false')
  })
})

test('undo and A/B inside a fix do not lead back', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.say(correction)
  if (await editor.button('Pause').isVisible()) await editor.button('Pause').click()
  const inside = (recording.flub.start + recording.flub.end) / 2
  await page.keyboard.press('g')
  await page.getByRole('textbox', { name: 'Go to time' }).fill(inside.toFixed(3))
  await page.keyboard.press('Enter')
  await expect.poll(() => editor.position()).toBeCloseTo(inside, 2)
  for (const key of ['b', 'b', 'b', 'b', 'Control+z', 'Control+Shift+z', 'Control+z', 'Control+Shift+z']) {
    await page.keyboard.press(key)
    if (key === 'b') continue
    await expect(editor.status).toHaveText(key === 'Control+z' ? /^Undone/ : /^Redone/)
  }
  expect(await editor.position()).toBeCloseTo(inside, 2)
})

test('a waveform that cannot be drawn at all is said, with the way on', async ({ page }) => {
  await page.addInitScript(() => {
    Element.prototype.attachShadow = () => {
      throw new Error('no room')
    }
  })
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.choose(recording)
  await expect(editor.alert).toHaveText(/could not be loaded or shown.*Reload the page/)
  await expect(editor.button('Reload')).toBeVisible()
})
