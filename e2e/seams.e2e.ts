import { expect, type Locator, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { correction, monoSpeech, stereoSpeech } from './support/recordings'

test('a join is looked at, heard, mended and taken back with the keyboard alone', async ({ page }) => {
  const recording = await monoSpeech()
  const { keyboard } = page
  const editor = await EditorPage.visit(page)
  const join = new JoinTab(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.say(correction)
  await editor.button('Pause').press('Enter')
  await expect(editor.join).toContainText('Sounds right.')

  await keyboard.press('j')
  await expect(join.tab).toHaveAttribute('aria-selected', 'true')
  await expect(join.whole).toHaveText(
    /^Sounds right\. level \S+ dB · floor \S+ dB · sound of the floor \S+ dB off · true peak \S+ dBFS · \S+ s, \d+ frames (added|removed)$/,
  )
  for (const name of ['Left seam', 'Right seam']) {
    await expect(page.getByLabel(`${name} verdict`)).toHaveText('Sounds right.')
    await expect(join.picture(name)).toHaveAccessibleName(
      /ms on each side\. Step \S+ times .* Click \S+ dB.* Level .* Floor .* Pause \d+ ms, \d+ ms before\. Crossfade of \d+ ms, \d+ ms from the seam\.$/,
    )
  }

  // Two presses of one gesture are one step.
  const fadeBefore = await join.fadeAt('Left seam')
  const otherBefore = await join.fadeAt('Right seam')
  await keyboard.press('[')
  await keyboard.press('[')
  await expect(join.stepper('Left seam')).toContainText('10 ms earlier')
  await expect.poll(() => join.fadeAt('Left seam')).toBe(fadeBefore - 10)
  await expect(editor.status).toHaveText('Left seam moved.')
  expect(await join.fadeAt('Right seam')).toBe(otherBefore)
  await keyboard.press('Control+z')
  await expect(editor.status).toHaveText('Undone: Left seam moved')
  await expect(join.stepper('Left seam')).toContainText('in place')
  expect(await join.fadeAt('Left seam')).toBe(fadeBefore)
  await keyboard.press('Control+Shift+z')
  await expect(join.stepper('Left seam')).toContainText('10 ms earlier')
  await keyboard.press('}')
  await expect(join.stepper('Right seam')).toContainText('5 ms later')

  // Every figure with its limit.
  await tabTo(page, page.getByText('All measurements'))
  await keyboard.press('Enter')
  const table = page.getByRole('table', { name: 'All measurements' })
  await expect(table.getByRole('row', { name: /^Step/ })).toHaveCount(2)
  await expect(table.getByRole('row', { name: /^True peak/ })).toContainText('−1 dBFS')

  // The seam goes round and round, the original at the same place, and stops.
  const loop = editor.button('Loop left seam')
  await expect(loop).toHaveAttribute('aria-pressed', 'false')
  await page.getByRole('tab', { name: 'Join' }).focus()
  await tabTo(page, loop)
  await keyboard.press('Enter')
  await expect(loop).toHaveAttribute('aria-pressed', 'true')
  const { start } = await editor.selection()
  await goesRound(editor, start)
  await editor.hearOriginal.press('Enter')
  await expect(editor.hearOriginal).toBeChecked()
  await expect(loop).toHaveAttribute('aria-pressed', 'true')
  await goesRound(editor, start)
  await editor.hearOriginal.press('Enter')
  await expect(editor.hearOriginal).not.toBeChecked()
  await keyboard.press(']')
  await expect(join.stepper('Left seam')).toContainText('5 ms earlier')
  await expect(loop).toHaveAttribute('aria-pressed', 'true')
  await tabTo(page, loop)
  await keyboard.press('Enter')
  await expect(loop).toHaveAttribute('aria-pressed', 'false')
  await expect(editor.button('Play')).toBeVisible()

  // Back to the text, with T.
  await keyboard.press('t')
  await expect(editor.text).toBeFocused()
  await expect(join.tab).toHaveAttribute('aria-selected', 'false')
})

test('every control of a join works, and all can be set back at once', async ({ page }) => {
  const recording = await stereoSpeech()
  const editor = await EditorPage.visit(page)
  const join = new JoinTab(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.say(correction)
  await editor.button('Look at the join').click()
  await expect(editor.button('All automatic')).toBeDisabled()

  const level = page.getByRole('combobox', { name: 'Match the level to' })
  await level.selectOption('the speech around')
  await expect(editor.status).toHaveText('Level matching changed.')
  await level.selectOption('nothing: as it came')
  await expect(join.stepper('Level')).toContainText('+0.0 dB')
  await editor.button('Level lower').click()
  await expect(join.stepper('Level')).toContainText('−1.0 dB')
  await expect(level).toHaveValue('hand')

  const hold = page.getByRole('checkbox', { name: 'Keep the total length' })
  await hold.click()
  await expect(hold).toBeChecked()
  await expect(join.whole).toContainText('0.000 s, no frame added')
  await hold.click()
  await expect(hold).not.toBeChecked()

  const pauseBefore = await join.pause('Left seam')
  await editor.button('Pause before longer').click()
  await expect.poll(() => join.pause('Left seam')).toBe(pauseBefore + 20)
  await editor.button('Pause after shorter').click()
  await expect(editor.status).toHaveText('Pause after changed.')
  for (const name of ['Room tone', 'Match tone', 'Place where the speaker stands']) {
    const check = page.getByRole('checkbox', { name })
    const before = await check.isChecked()
    await check.click()
    await expect(check, name).toBeChecked({ checked: !before })
  }
  const trim = page.getByRole('checkbox', { name: 'Cut off the take’s own silence' })
  await trim.click()
  await expect(trim).not.toBeChecked()
  await expect(editor.button('Pause before longer')).toBeDisabled()
  await page.getByRole('combobox', { name: 'Crossfade' }).selectOption('20 ms')
  await expect(join.picture('Left seam')).toHaveAccessibleName(/Crossfade of 20 ms/)

  await editor.button('All automatic').click()
  await expect(editor.status).toHaveText('Join all automatic.')
  await expect(trim).toBeChecked()
  await expect(level).toHaveValue('replaced')
  await expect(editor.button('All automatic')).toBeDisabled()
  await expect.poll(() => join.pause('Left seam')).toBe(pauseBefore)
  await editor.button('Undo').click()
  await expect(trim).not.toBeChecked()

  // What is drawn is chosen for both, how close it is for each.
  await editor.button('Original').click()
  await expect(editor.button('Original')).toHaveAttribute('aria-pressed', 'true')
  const close = async (name: string) => Number(/(\d+) ms on each/.exec((await join.words(name)) ?? '')?.[1])
  const right = await close('Right seam')
  const left = await close('Left seam')
  await editor.button('Left seam closer').click()
  await expect.poll(() => close('Left seam')).toBeLessThan(left)
  expect(await close('Right seam')).toBe(right)

  // A fix that is off has no join to look at.
  await page.getByRole('switch', { name: 'Fix 1 on' }).click()
  await editor.button('Switch it on').click()
  await expect(join.picture('Left seam')).toBeVisible()
})

test('a cut inside a word is told, and its edge is moved right there', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  const join = new JoinTab(page)
  await editor.open(recording)
  const { start, end } = recording.flub
  await editor.select({ start: start + 0.5, end })
  await editor.say('the fourteenth of November')
  await editor.button('Look at the join').click()
  const left = page.getByRole('group', { name: 'Left seam close up' })
  await expect(page.getByLabel('Left seam verdict')).not.toHaveText('Sounds right.')
  await expect(left).toContainText('The left edge cuts inside sound. Move that edge into a pause.')
  const before = await editor.selection()
  await left.getByRole('button', { name: 'Edge 10 ms earlier' }).click()
  await expect(editor.status).toHaveText('Edges moved.')
  expect((await editor.selection()).start).toBeCloseTo(before.start - 0.01, 2)
  await expect(join.tab).toHaveAttribute('aria-selected', 'true')

  // A cut has one pause and nothing to hand over.
  await page.getByRole('tab', { name: 'Say' }).click()
  await editor.select(recording.flub)
  await editor.button('Cut it').click()
  await expect(editor.status).toHaveText(/^Cut\. \d+\.\d\d s shorter\.$/)
  await editor.button('Look at the join').click()
  await expect(join.stepper('Left seam')).toHaveCount(0)
  const pause = await join.pause('Left seam')
  await editor.button('Pause longer').click()
  await expect.poll(() => join.pause('Left seam')).toBe(pause + 20)
})

test('what is shown of a request is what is sent', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  const toggle = editor.button('Show what is sent')
  await editor.select(recording.flub)
  await expect(toggle).toHaveCount(0)
  await editor.text.fill(correction)
  await toggle.click()
  const words = await page.getByLabel('Plan').innerText()
  const shown = /^Sends (\S+) s before and (\S+) s after to Pickup’s own server and no further; replaces (\S+) s\.$/
    .exec(words)
    ?.slice(1)
    .map(Number)
  const { start, end } = await editor.selection()
  expect(shown?.[2]).toBeCloseTo(end - start, 2)

  await noteForms(page)
  await editor.say(correction)
  const sent = await sentSeconds(page)
  expect(sent.left_audio).toBeCloseTo(shown?.[0] ?? Number.NaN, 1)
  expect(sent.right_audio).toBeCloseTo(shown?.[1] ?? Number.NaN, 1)
  await toggle.click()
  await expect(page.getByLabel('Plan')).toHaveCount(0)
})

class JoinTab {
  readonly tab: Locator
  readonly whole: Locator

  constructor(readonly page: Page) {
    this.tab = page.getByRole('tab', { name: 'Join' })
    this.whole = page.getByLabel('Whole insert')
  }

  picture(seam: string): Locator {
    return this.page.getByRole('img', { name: new RegExp(`^${seam}, `) })
  }

  /** A value that is turned in steps. */
  stepper(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true })
  }

  words(seam: string): Promise<string | null> {
    return this.picture(seam).getAttribute('aria-label')
  }

  /** Milliseconds from the seam to its crossfade. */
  async fadeAt(seam: string): Promise<number> {
    return Number(/(\d+) ms from the seam/.exec((await this.words(seam)) ?? '')?.[1])
  }

  /** Milliseconds of the pause at a seam. */
  async pause(seam: string): Promise<number> {
    return Number(/Pause (\d+) ms/.exec((await this.words(seam)) ?? '')?.[1])
  }
}

/** Waits until the playhead has jumped back while it stays within reach of a seam, in seconds. */
async function goesRound(editor: EditorPage, seam: number): Promise<void> {
  let last = Number.NEGATIVE_INFINITY
  const jumpedBack = async () => {
    const at = await editor.position()
    expect(Math.abs(at - seam)).toBeLessThan(0.6)
    const back = at < last - 0.2
    last = at
    return back
  }
  await expect.poll(jumpedBack, { intervals: [50] }).toBe(true)
}

/** Keeps the last form that the page sends from now on: the browser does not show files of a request to a test. */
async function noteForms(page: Page): Promise<void> {
  await page.evaluate(() => {
    const send: unknown = Reflect.get(XMLHttpRequest.prototype, 'send')
    if (typeof send !== 'function') throw new Error('no way to send')
    XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body?: Document | XMLHttpRequestBodyInit | null) {
      Object.assign(globalThis, { sentForm: body })
      Reflect.apply(send, this, [body])
    }
  })
}

/** Length of each WAV file of the form that was sent last, by its own header. */
function sentSeconds(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const form: unknown = Reflect.get(globalThis, 'sentForm')
    const seconds: Record<string, number> = {}
    if (!(form instanceof FormData)) return seconds
    for (const [name, value] of form) {
      if (typeof value === 'string') continue
      const view = new DataView(await value.arrayBuffer())
      seconds[name] = view.getUint32(40, true) / view.getUint32(28, true)
    }
    return seconds
  })
}

/** Presses Tab until a control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(control).toBeFocused()
}
