import { choose, timeBetween, withBrowser, withPage } from './browsing.mjs'
import { repeated } from './statistics.mjs'

const turns = 3

/**
 * From the choice of a file, in milliseconds; the best of three, each in a new page, reading and opening in turn.
 *
 * @typedef {object} Opening
 * @property {number} reading a worker has read the file and done nothing with it
 * @property {number} analysed Pickup has gone through it
 * @property {number} firstWaveform Pickup has drawn the first of the waveform
 */

/**
 * @param {import('./browsing.mjs').Bench} bench
 * @param {import('./recordings.mjs').Recording} recording
 * @returns {Promise<Opening>}
 */
export function measureOpening(bench, { path }) {
  return withBrowser(bench, async (browser) => {
    const results = await repeated(turns, async () => {
      const reading = await withPage(browser, `${bench.pages}read.html`, async (page) => {
        await choose(page, path)
        return timeBetween(page, 'bench:chosen', 'bench:read')
      })
      const opened = await withPage(browser, bench.pickup, async (page) => {
        await choose(page, path)
        const analysed = await timeBetween(page, 'pickup:chosen', 'pickup:analysed')
        return { analysed, firstWaveform: await timeBetween(page, 'pickup:chosen', 'pickup:first-waveform') }
      })
      return { reading, ...opened }
    })
    const best = (name) => Math.min(...results.map((result) => result[name]))
    return { reading: best('reading'), analysed: best('analysed'), firstWaveform: best('firstWaveform') }
  })
}
