import { expect, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { monoSpeech } from './support/recordings'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

interface Point {
  readonly x: number
  readonly y: number
}

type TouchStep = 'touchStart' | 'touchMove' | 'touchEnd'

/** Fingers on the screen, as the browser gets them from the system. */
class Fingers {
  #down: readonly Point[] = []

  private constructor(readonly send: (type: TouchStep, points: readonly Point[]) => Promise<void>) {}

  static async on(page: Page): Promise<Fingers> {
    const session = await page.context().newCDPSession(page)
    return new Fingers(async (type, points) => {
      const touchPoints = points.map((point, id) => ({ ...point, id }))
      await session.send('Input.dispatchTouchEvent', { type, touchPoints })
    })
  }

  async press(...points: readonly Point[]): Promise<void> {
    this.#down = points
    await this.send('touchStart', points)
  }

  /** Moves every finger to its new place, in ten steps. */
  async move(...points: readonly Point[]): Promise<void> {
    const from = this.#down
    for (let step = 1; step <= 10; step++) {
      const along = (a: number, b: number) => a + ((b - a) * step) / 10
      const now = points.map((point, index) => {
        const start = from[index] ?? point
        return { x: along(start.x, point.x), y: along(start.y, point.y) }
      })
      await this.send('touchMove', now)
    }
    this.#down = points
  }

  async lift(): Promise<void> {
    this.#down = []
    await this.send('touchEnd', [])
  }
}

async function setUp(page: Page) {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.waveform.scrollIntoViewIfNeeded()
  const box = await editor.waveform.boundingBox()
  if (!box) throw new Error('the waveform is not shown')
  const at = (share: number): Point => ({ x: box.x + share * box.width, y: box.y + 0.6 * box.height })
  const seconds = (share: number) => share * recording.seconds
  const shown = page.getByRole('slider', { name: 'Overview position' })
  return { recording, editor, at, seconds, shown, fingers: await Fingers.on(page) }
}

test('two fingers zoom where they are, one scrolls', async ({ page }) => {
  const { at, shown, fingers, editor } = await setUp(page)
  const whole = (await shown.getAttribute('aria-valuetext')) ?? ''
  await fingers.press(at(0.45), at(0.55))
  await fingers.move(at(0.15), at(0.85))
  await fingers.lift()
  await expect(shown).not.toHaveAttribute('aria-valuetext', whole)
  const zoomed = (await shown.getAttribute('aria-valuetext')) ?? ''
  // Seven times nearer: of ten seconds not two are left, and they are those in the middle.
  expect(zoomed).toMatch(/^0:00:0[45] to 0:00:0[567] /)
  expect(await editor.start.inputValue()).toBe('')
  expect(await page.evaluate(() => visualViewport?.scale)).toBe(1)

  await fingers.press(at(0.9))
  await fingers.move(at(0.1))
  await fingers.lift()
  await expect(shown).not.toHaveAttribute('aria-valuetext', zoomed)
  expect(await editor.start.inputValue()).toBe('')

  await fingers.press(at(0.1), at(0.9))
  await fingers.move(at(0.47), at(0.53))
  await fingers.lift()
  await expect(shown).toHaveAttribute('aria-valuetext', whole)
})

test('a finger that rests selects the phrase, or what it is moved over; a handle is drawn', async ({ page }) => {
  const { recording, editor, at, seconds, fingers } = await setUp(page)
  const inside = (recording.flub.start + recording.flub.end) / 2 / recording.seconds
  await fingers.press(at(inside))
  await expect(editor.start).not.toHaveValue('')
  await fingers.lift()
  await expect(editor.snapping).toHaveText(/^Start .* · End .*$/)
  const phrase = await editor.selection()
  expect(phrase.start).toBeLessThan(seconds(inside))
  expect(phrase.end).toBeGreaterThan(seconds(inside))
  // The keyboard of the phone, which covers the waveform, waits for a tap.
  await expect(editor.text).not.toBeFocused()

  await page.getByRole('checkbox', { name: 'Snap to pauses' }).tap()
  await editor.waveform.scrollIntoViewIfNeeded()
  await page.keyboard.press('Escape')
  await expect(editor.start).toHaveValue('')
  await fingers.press(at(0.3))
  await expect(editor.start).not.toHaveValue('')
  await fingers.move(at(0.6))
  await fingers.lift()
  const drawn = await editor.selection()
  expect(drawn.start).toBeCloseTo(seconds(0.3), 0)
  expect(drawn.end).toBeCloseTo(seconds(0.6), 0)

  const handle = await page.getByRole('slider', { name: 'End handle' }).boundingBox()
  if (!handle) throw new Error('no handle')
  expect(handle.width).toBeGreaterThanOrEqual(24)
  await fingers.press({ x: handle.x + 12, y: handle.y + handle.height / 2 })
  await fingers.move(at(0.8))
  await fingers.lift()
  await expect.poll(async () => (await editor.selection()).end).toBeGreaterThan(drawn.end + 1)
  expect((await editor.selection()).start).toBe(drawn.start)
})

test('a tap goes there', async ({ page }) => {
  const { editor, at, seconds, fingers } = await setUp(page)
  await fingers.press(at(0.5))
  await fingers.lift()
  await expect.poll(() => editor.position()).toBeCloseTo(seconds(0.5), 0)
  await expect(editor.start).toHaveValue('')
})

test('a finger that rests on a control shows its tip and presses nothing; a tap presses it and shows none', async ({
  page,
}) => {
  const { editor, fingers, shown } = await setUp(page)
  const tip = page.getByRole('tooltip', { includeHidden: true })
  const whole = (await shown.getAttribute('aria-valuetext')) ?? ''
  const middle = async (name: string): Promise<Point> => {
    const button = editor.button(name)
    await button.scrollIntoViewIfNeeded()
    const box = await button.boundingBox()
    if (!box) throw new Error(`${name} is not shown`)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  await fingers.press(await middle('Zoom in'))
  await expect(tip).toHaveText('Zoom in+')
  await fingers.lift()
  await expect(tip).toHaveText('Zoom in+')
  await expect(shown).toHaveAttribute('aria-valuetext', whole)

  // One that is switched off says what it is as well.
  await fingers.press(await middle('Fit selection'))
  await expect(tip).toHaveText('Fit selectionShift F')
  await fingers.lift()

  await editor.button('Zoom in').tap()
  await expect(shown).not.toHaveAttribute('aria-valuetext', whole)
  await expect(tip).toHaveCount(0)
})
