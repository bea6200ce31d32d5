import { choose, timeBetween, withBrowser, withPage } from './browsing.mjs'
import { settledMemory } from './editing.mjs'
import { peakDuring, processesOf } from './memory.mjs'

/**
 * A compressed recording, opened once. Times in milliseconds from the choice of the file; when Pickup asks whether it may
 * store so much, the answer is yes at once.
 *
 * @typedef {object} Decoding
 * @property {number} firstWaveform Pickup has decoded it and drawn the first of the waveform
 * @property {number} opened Pickup has decoded it and gone through it
 * @property {number} memory most memory of the page meanwhile, above an empty one, in bytes
 */

/**
 * @param {import('./browsing.mjs').Bench} bench
 * @param {string} path
 * @returns {Promise<Decoding>}
 */
export function measureDecoding(bench, path) {
  return withBrowser(bench, (browser) =>
    withPage(browser, `${bench.pages}blank.html`, async (page) => {
      const empty = await settledMemory(browser, page)
      await page.goto(bench.pickup)
      const pids = await processesOf(browser, 'renderer')
      const { result: opened, peak } = await peakDuring(pids, async () => {
        await choose(page, path)
        allow(page)
        return timeBetween(page, 'pickup:chosen', 'pickup:analysed')
      })
      const firstWaveform = await timeBetween(page, 'pickup:chosen', 'pickup:first-waveform')
      return { firstWaveform, opened, memory: peak - empty }
    }),
  )
}

/** Lets Pickup decode a recording that becomes large, if it asks. Otherwise this waits in vain until the page is closed. */
function allow(page) {
  const yes = page.getByRole('button', { name: 'Decode it' })
  yes.click({ timeout: 0 }).catch(() => {})
}
