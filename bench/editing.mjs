import { stat } from 'node:fs/promises'
import { choose, timeBetween, withBrowser, withPage } from './browsing.mjs'
import { peakDuring, processesOf, residentBytes } from './memory.mjs'
import { measureScrolling } from './scrolling.mjs'
import { median, repeated } from './statistics.mjs'

const exportTurns = 3
const editTurns = 5
const playTurns = 5
const settleMs = 1500
const cutSeconds = 2.5
/** Where playing starts in a recording that is longer, in minutes; else in its middle. */
const playMinute = 50

/**
 * One session with a recording. Times in milliseconds, memory in bytes.
 *
 * @typedef {object} Editing
 * @property {number} memory most memory while opening, above an empty page
 * @property {number} wholeMemory most memory in the whole session, above an empty page
 * @property {number} firstPlay from the first request to play, which opens the sound, until it sounds
 * @property {number} play the same later on
 * @property {import('./scrolling.mjs').Scrolling} scrolling
 * @property {number} cut from the click until drawn
 * @property {number} splice from the answer that holds the insert until drawn
 * @property {number} undo from the click until drawn
 * @property {number} redo from the click until drawn
 * @property {number} exporting from the click until the file is written
 * @property {number} plainDownload the same for the recording itself, as it is
 * @property {number} exportMemory most memory of the page while exporting, above what it took before
 */

/**
 * @param {import('./browsing.mjs').Bench} bench
 * @param {import('./recordings.mjs').Recording} recording
 * @returns {Promise<Editing>}
 */
export function measureEditing(bench, recording) {
  return withBrowser(bench, (browser) =>
    withPage(browser, `${bench.pages}blank.html`, async (page) => {
      const empty = await settledMemory(browser, page)
      await page.goto(bench.pickup)
      const pids = await processesOf(browser, 'renderer')
      const { result, peak } = await peakDuring(pids, async () => {
        const memory = (await peakWhileOpening(browser, page, recording)) - empty
        const playing = await measurePlaying(page, recording)
        const scrolling = await measureScrolling(page, recording)
        const edits = await measureEdits(page, recording)
        return { memory, ...playing, scrolling, ...edits, ...(await measureExport(browser, page, recording)) }
      })
      return { ...result, wholeMemory: peak - empty }
    }),
  )
}

/** Memory of the pages once nothing is going on any more, in bytes. */
export async function settledMemory(browser, page) {
  await page.waitForTimeout(settleMs)
  return residentBytes(await processesOf(browser, 'renderer'))
}

/** The most memory of the pages while Pickup opens a file and goes through all of it, in bytes. */
async function peakWhileOpening(browser, page, { path }) {
  const pids = await processesOf(browser, 'renderer')
  const { peak } = await peakDuring(pids, async () => {
    await choose(page, path)
    await timeBetween(page, 'pickup:chosen', 'pickup:analysed')
    await page
      .getByRole('status')
      .filter({ hasText: /pauses? found/ })
      .waitFor()
  })
  return peak
}

/** Plays from 50:00, or from the middle, and again from places before it. */
async function measurePlaying(page, { minutes }) {
  const waveform = page.getByRole('group', { name: 'Waveform' })
  const { width = 0, height = 0 } = (await waveform.boundingBox()) ?? {}
  let x = (width * (minutes > playMinute ? playMinute : minutes / 2)) / minutes
  const starts = await repeated(1 + playTurns, async () => {
    await waveform.click({ position: { x, y: height / 2 } })
    x -= 20
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    const time = await timeBetween(page, 'pickup:play', 'pickup:sounding')
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    return time
  })
  const [firstPlay = Number.NaN, ...later] = starts
  return { firstPlay, play: median(later) }
}

/** Cuts something out of the first third, takes it back and does it again. The cut stays. */
async function measureEdits(page, { minutes }) {
  const from = minutes * 20
  await type(page, 'Selection end', from + cutSeconds)
  await type(page, 'Selection start', from)
  await page.getByRole('button', { name: 'Cut it' }).click()
  const cut = await timeBetween(page, 'bench:click', 'pickup:edited')
  const splice = await timeBetween(page, 'bench:joined', 'pickup:edited')
  const rounds = await repeated(editTurns, async () => {
    const undo = await clickAndDraw(page, 'Undo')
    return { undo, redo: await clickAndDraw(page, 'Redo') }
  })
  return { cut, splice, undo: median(rounds.map(({ undo }) => undo)), redo: median(rounds.map(({ redo }) => redo)) }
}

async function type(page, field, seconds) {
  await page.getByRole('textbox', { name: field }).fill(seconds.toFixed(3))
  await page.getByRole('textbox', { name: field }).press('Enter')
}

async function clickAndDraw(page, name) {
  await page.getByRole('button', { name, exact: true }).click()
  return timeBetween(page, 'bench:click', 'pickup:edited')
}

/** Exports, and downloads the recording as it is, in turn. */
async function measureExport(browser, page, { bytes }) {
  const pids = await processesOf(browser, 'renderer')
  const turns = await repeated(exportTurns, async () => {
    const before = residentBytes(pids)
    const { result: exporting, peak } = await peakDuring(pids, () =>
      timeToWrite(page, bytes, () =>
        page.getByRole('button', { name: 'Export', exact: true }).evaluate((button) => button.click()),
      ),
    )
    const plainDownload = await timeToWrite(page, bytes, () => page.evaluate(downloadChosen))
    return { exporting, plainDownload, exportMemory: peak - before }
  })
  return {
    exporting: Math.min(...turns.map(({ exporting }) => exporting)),
    plainDownload: Math.min(...turns.map(({ plainDownload }) => plainDownload)),
    exportMemory: Math.max(...turns.map(({ exportMemory }) => exportMemory)),
  }
}

/** Runs in the page: saves the chosen file again, by a link as Pickup does it. */
function downloadChosen() {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([globalThis.benchFile]))
  link.download = 'plain.wav'
  link.click()
}

async function timeToWrite(page, expected, start) {
  const started = performance.now()
  const [download] = await Promise.all([page.waitForEvent('download'), start()])
  const path = await download.path()
  const time = performance.now() - started
  const { size } = await stat(path)
  await download.delete()
  // The cut is some seconds long, which is less than this at any length that can be asked for.
  if (Math.abs(size - expected) > 0.1 * expected) throw new Error(`${size} bytes were written instead of ${expected}.`)
  return time
}
