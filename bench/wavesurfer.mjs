import { choose, timeBetween, withBrowser, withPage } from './browsing.mjs'
import { settledMemory } from './editing.mjs'
import { peakDuring, processesOf } from './memory.mjs'

const longestMs = 60_000

/**
 * wavesurfer.js as its documentation shows it: given the file, it decodes it and draws it. Milliseconds from the choice
 * until drawn, and the most memory above an empty page in bytes. Both are NaN when it does not get there.
 *
 * @param {import('./browsing.mjs').Bench} bench
 * @param {import('./recordings.mjs').Recording} recording
 * @returns {Promise<{ readonly drawn: number, readonly memory: number }>}
 */
export function measureWavesurfer(bench, { path }) {
  return withBrowser(bench, (browser) =>
    withPage(browser, `${bench.pages}blank.html`, async (page) => {
      const empty = await settledMemory(browser, page)
      await page.goto(`${bench.pages}wavesurfer.html`)
      const pids = await processesOf(browser, 'renderer')
      const { result: drawn, peak } = await peakDuring(pids, async () => {
        await choose(page, path)
        return soon(page, timeBetween(page, 'bench:chosen', 'bench:drawn'))
      })
      return { drawn, memory: Number.isNaN(drawn) ? Number.NaN : peak - empty }
    }),
  )
}

/** What `time` resolves to, or NaN when the page dies of it or it takes too long. */
async function soon(page, time) {
  const gone = new Promise((resolve) => page.once('crash', () => resolve(Number.NaN)))
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, longestMs, Number.NaN)
  })
  try {
    return await Promise.race([time.catch(() => Number.NaN), gone, late])
  } finally {
    clearTimeout(timer)
  }
}
