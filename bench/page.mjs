import { choose, timeBetween, withBrowser, withPage } from './browsing.mjs'
import { median, repeated } from './statistics.mjs'

const loads = 5
const cutSeconds = 2.5
const takes = 3
const line = 'We met on the fourteenth of November.'
const settleMs = 1000

/**
 * What the browser itself says of the page. Times in milliseconds.
 *
 * @typedef {object} PageFigures
 * @property {number} painted largest contentful paint of an empty page; the median of five loads
 * @property {number} loadShift sum of layout shifts while it loads; the most of five
 * @property {number} loadTask longest task while it loads; the median of five
 * @property {number} openTask longest task while a recording is opened and gone through
 * @property {number} scrollTask longest task while it is scrolled
 * @property {number} answered from the click on Generate to the last byte of the embedded voice's answer; the median of three
 * @property {number} heard from there to the first sound of the take in place; the median of three
 * @property {number} editTask longest task while takes are put in place, and a cut is made, undone and redone
 * @property {number} takeShift sum of layout shifts that follow no input while the three takes are spoken and put in place
 * @property {number} workShift the same while a recording is opened and scrolled, and while a cut is made, undone and redone
 */

/**
 * @param {import('./browsing.mjs').Bench} bench
 * @param {import('./recordings.mjs').Recording} recording
 * @returns {Promise<PageFigures>}
 */
export async function measurePage(bench, recording) {
  const loaded = await withBrowser(bench, (browser) =>
    repeated(loads, () => withWatchedPage(browser, bench, figuresOf)),
  )
  const worked = await withBrowser(bench, (browser) =>
    withWatchedPage(browser, bench, (page) => measureWork(page, recording)),
  )
  return {
    painted: median(loaded.map(({ painted }) => painted)),
    loadShift: Math.max(...loaded.map(({ shift }) => shift)),
    loadTask: median(loaded.map(({ task }) => task)),
    ...worked,
  }
}

/** Does something with a new page whose paints, shifts and long tasks are noted from its start. */
function withWatchedPage(browser, bench, task) {
  return withPage(browser, `${bench.pages}blank.html`, async (page) => {
    await page.addInitScript(watch)
    await page.goto(bench.pickup)
    await page.getByRole('heading', { name: 'Fix a flubbed line' }).waitFor()
    return task(page)
  })
}

/** Runs in the page before its own scripts. */
function watch() {
  const seen = { painted: 0, shift: 0, task: 0 }
  globalThis.benchSeen = seen
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the page, with what is inside alone
  const on = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  on('largest-contentful-paint', ({ startTime }) => {
    seen.painted = startTime
  })
  on('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) seen.shift += value
  })
  on('longtask', ({ duration }) => {
    seen.task = Math.max(seen.task, duration)
  })
}

/** What was seen since it was last asked, once nothing goes on any more. Tasks under 50 ms are not noted: they count as 0. */
async function figuresOf(page) {
  await page.waitForTimeout(settleMs)
  return page.evaluate(() => {
    const seen = { ...globalThis.benchSeen }
    Object.assign(globalThis.benchSeen, { shift: 0, task: 0 })
    return seen
  })
}

async function measureWork(page, { path, minutes }) {
  await figuresOf(page)
  await choose(page, path)
  await timeBetween(page, 'pickup:chosen', 'pickup:analysed')
  const opened = await figuresOf(page)
  const scrolled = await measureScrolled(page)
  const spoken = await measureTakes(page, minutes * 30)
  const taken = await figuresOf(page)
  await cut(page, minutes * 20)
  for (const name of ['Undo', 'Redo', 'Undo', 'Redo']) {
    await page.getByRole('button', { name, exact: true }).click()
    await timeBetween(page, 'bench:click', 'pickup:edited')
  }
  const edited = await figuresOf(page)
  return {
    openTask: opened.task,
    scrollTask: scrolled.task,
    answered: median(spoken.map(({ answered }) => answered)),
    heard: median(spoken.map(({ heard }) => heard)),
    editTask: Math.max(taken.task, edited.task),
    takeShift: taken.shift,
    workShift: opened.shift + scrolled.shift + edited.shift,
  }
}

/** Zooms in and scrolls with the wheel. */
async function measureScrolled(page) {
  for (let times = 0; times < 6; times++) await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.getByRole('group', { name: 'Waveform' }).hover()
  for (let times = 0; times < 60; times++) await page.mouse.wheel(40, 0)
  return figuresOf(page)
}

/** Has a line spoken at a few places from `from` on, in seconds, each in place of what is there. */
async function measureTakes(page, from) {
  const found = []
  for (let take = 0; take < takes; take++) {
    await select(page, from + 20 * take)
    await page.getByRole('textbox', { name: 'Replacement text' }).fill(line)
    await page.getByRole('button', { name: 'Generate', exact: true }).click()
    await timeBetween(page, 'bench:click', 'pickup:sounding')
    found.push(await page.evaluate(answerAndSound))
  }
  return found
}

/** Runs in the page: how long the answer to the last click took, and how long it then was to the first sound, in milliseconds. */
function answerAndSound() {
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the page, with what is inside alone
  const last = (name) => performance.getEntriesByName(name).at(-1).startTime
  const answer = performance.getEntriesByType('resource').findLast(({ name }) => name.endsWith('/api/infill/bytes'))
  return { answered: answer.responseEnd - last('bench:click'), heard: last('pickup:sounding') - answer.responseEnd }
}

async function cut(page, from) {
  await select(page, from)
  await page.getByRole('button', { name: 'Cut it' }).click()
  await timeBetween(page, 'bench:click', 'pickup:edited')
}

/** Selects from a place on, in seconds. */
async function select(page, from) {
  for (const [name, seconds] of [
    ['Selection end', from + cutSeconds],
    ['Selection start', from],
  ]) {
    const field = page.getByRole('textbox', { name })
    await field.fill(seconds.toFixed(3))
    await field.press('Enter')
  }
}
