import { quantile } from './statistics.mjs'

const pixelsPerSecond = 500
const seconds = 5
/** What the waveform shows meanwhile, about. */
const shownSeconds = 30

/**
 * Milliseconds between frames while the waveform is scrolled: half of them took no longer, and 95 of 100.
 *
 * @typedef {{ readonly p50: number, readonly p95: number }} Scrolling
 */

/**
 * Zooms in on the open recording, turns the wheel over its waveform for a while, and shows the whole of it again.
 *
 * @param {import('@playwright/test').Page} page
 * @param {import('./recordings.mjs').Recording} recording
 * @returns {Promise<Scrolling>}
 */
export async function measureScrolling(page, { minutes }) {
  const doublings = Math.max(2, Math.round(Math.log2((minutes * 60) / shownSeconds)))
  const closer = page.getByRole('button', { name: 'Zoom in' })
  for (let zoom = 0; zoom < doublings; zoom++) await closer.click()
  const position = page.getByRole('slider', { name: 'Overview position' })
  const before = await position.getAttribute('aria-valuetext')
  const waveform = page.getByRole('group', { name: 'Waveform' })
  const frames = await waveform.evaluate(turnWheel, { pixelsPerSecond, seconds })
  if ((await position.getAttribute('aria-valuetext')) === before) throw new Error('The waveform did not scroll.')
  await page.getByRole('button', { name: 'Fit recording' }).click()
  return { p50: quantile(frames, 0.5), p95: quantile(frames, 0.95) }
}

/** Runs in the page: turns the wheel in every frame by what the time since the last one asks for. */
function turnWheel(waveform, { pixelsPerSecond, seconds }) {
  return new Promise((resolve) => {
    const intervals = []
    let begun = 0
    let last = 0
    const frame = (now) => {
      const interval = now - last
      last = now
      intervals.push(interval)
      const deltaX = (pixelsPerSecond * interval) / 1000
      waveform.firstElementChild.dispatchEvent(new WheelEvent('wheel', { deltaX, bubbles: true, cancelable: true }))
      if (now - begun < 1000 * seconds) requestAnimationFrame(frame)
      else resolve(intervals)
    }
    requestAnimationFrame((now) => {
      begun = last = now
      requestAnimationFrame(frame)
    })
  })
}
