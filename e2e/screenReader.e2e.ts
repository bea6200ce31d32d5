import { expect, type Page, type Route, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { correction, monoSpeech } from './support/recordings'

test('a fix is made by what is announced: places, names, and what is spoken', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await expect(page.getByRole('banner')).toBeVisible()
  await expect(page.getByRole('main')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fix a flubbed line')
  const heard = await listen(page)

  await editor.open(recording)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('interview.wav')
  for (const name of ['Fix', 'Fixes in this recording', 'First steps']) {
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible()
  }
  const step = page.getByRole('region', { name: 'First steps' }).locator('[aria-current="step"]')
  await expect(step).toContainText('Select')
  await editor.select(recording.flub)
  await expect(editor.snapping).toHaveText(/^Start .* · End /)
  await expect(step).toContainText('Type')
  await editor.text.fill(correction)
  await expect(step).toContainText('Generate')
  await editor.generate.click()
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await expect(editor.button('Undo')).toHaveAccessibleDescription(/^Undo: Take 1.* \(Ctrl\/Cmd Z\)$/)
  await expect(editor.takes.nth(0)).toHaveAttribute('aria-current', 'true')
  await editor.button('Keep this take').click()
  await expect(editor.status).toContainText('Kept take 1')
  await expect(page.getByRole('region', { name: 'First steps' })).toHaveCount(0)

  await editor.generate.click()
  await expect(editor.alert).toHaveText('Nothing is selected. Drag over the words to replace first.')
  await editor.button('Dismiss').click()

  const words = await heard()
  const spoken = ['pauses found', 'Generating', 'is in place', 'Kept take 1', 'Nothing is selected']
  const order = spoken.map((word) => words.findIndex((text) => text.includes(word)))
  expect(order, words.join('\n')).toEqual([...order].sort((a, b) => a - b))
  expect(order).not.toContain(-1)
  await expect(page.getByRole('main').getByRole('button', { name: /^$/ })).toHaveCount(0)

  // The first steps stay away for good.
  await editor.button('All recordings').click()
  await page.getByRole('list', { name: 'Projects' }).getByRole('button').first().click()
  await expect(editor.fixes).toHaveCount(1)
  await page.reload()
  await page.getByRole('list', { name: 'Projects' }).getByRole('button').first().click()
  await expect(editor.fixes).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'First steps' })).toHaveCount(0)
})

test('several dropped files: the first is opened, the next ones are named and opened in turn', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  const files = ['one.wav', 'two.wav', 'three.wav'].map((name, at) => ({ name, bytes: withTail(recording.bytes, at) }))
  await editor.drop(...files)
  await editor.pausesFound()
  const next = page.getByRole('region', { name: 'Next files' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('one.wav')
  await expect(next).toContainText('one recording at a time')
  await expect(next).toContainText('two.wav and one more')
  await next.getByRole('button', { name: 'Open two.wav' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('two.wav')
  await next.getByRole('button', { name: 'Open three.wav' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('three.wav')
  await expect(next).toHaveCount(0)
})

test.describe('reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } })

  test('nothing moves by itself while a take is generated', async ({ page }) => {
    const recording = await monoSpeech()
    const editor = await EditorPage.visit(page)
    await editor.open(recording)
    await editor.select(recording.flub)
    await editor.text.fill(correction)
    const held: Route[] = []
    await page.route('**/api/infill/bytes', (route) => void held.push(route))
    await editor.generate.click()
    await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeVisible()
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().progress !== null)
        .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1)
        .map(({ id }) => id),
    )
    expect(moving).toEqual([])
    for (const route of held) await route.continue()
    await expect(editor.status).toHaveText('Take 1 is in place.')
  })
})

/** Notes what live regions say from now on. Gives a way to read it. */
async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(globalThis, { said })
    const live = '[role="status"],[role="alert"],[aria-live]'
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const parent = target instanceof Element ? target : target.parentElement
        const regions = [
          parent?.closest(live),
          ...[...addedNodes].map((node) => (node instanceof Element ? node.querySelector(live) : null)),
        ]
        for (const region of regions) if (region?.textContent) said.push(region.textContent)
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
  return () =>
    page.evaluate(() => {
      const said: unknown = Reflect.get(globalThis, 'said')
      return Array.isArray(said) ? said.map(String) : []
    })
}

/** The same recording with a few silent samples less at its end, so that it is another one. */
function withTail(bytes: Uint8Array, less: number): Uint8Array {
  return bytes.subarray(0, bytes.length - 2 * less)
}
