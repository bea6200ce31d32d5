import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--autoplay-policy=no-user-gesture-required',
]

/** No task with a browser takes longer. */
const longestMs = 120_000

/**
 * What every measurement needs.
 *
 * @typedef {object} Bench
 * @property {import('./teardown.mjs').Teardown} teardown
 * @property {string} executablePath of the browser
 * @property {string} folder for everything that is written
 * @property {string} pickup address of Pickup
 * @property {string} pages address of the pages it is compared with
 */

/**
 * Does something with a browser of its own, which has no other pages and stores on the disk, as that of a user does. Rejects
 * when it takes too long.
 *
 * @template T
 * @param {Bench} bench
 * @param {(browser: import('@playwright/test').Browser) => Promise<T>} task
 */
export async function withBrowser({ teardown, executablePath, folder }, task) {
  const profile = mkdtempSync(join(folder, 'profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: flags,
    viewport: { width: 1280, height: 720 },
    downloadsPath: folder,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  teardown.add(() => context.close())
  let late = false
  const timer = setTimeout(() => {
    late = true
    void context.close()
  }, longestMs)
  try {
    return await task(context.browser())
  } catch (error) {
    throw late ? new Error(`It did not end within ${longestMs / 1000} s.`, { cause: error }) : error
  } finally {
    clearTimeout(timer)
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * Does something with a new page at `address`.
 *
 * @template T
 * @param {import('@playwright/test').Browser} browser
 * @param {string} address
 * @param {(page: import('@playwright/test').Page) => Promise<T>} task
 */
export async function withPage(browser, address, task) {
  const [context] = browser.contexts()
  const page = await context.newPage()
  try {
    await page.addInitScript(prepare)
    await page.goto(address)
    return await task(page)
  } finally {
    await page.close()
  }
}

/**
 * Runs in each page before its own scripts: saving goes through a download, and clicks, answers of the join worker and the
 * chosen file are noted.
 */
function prepare() {
  Reflect.deleteProperty(globalThis, 'showSaveFilePicker')
  addEventListener('click', ({ timeStamp }) => performance.mark('bench:click', { startTime: timeStamp }), true)
  addEventListener(
    'change',
    ({ target }) => {
      if (target instanceof HTMLInputElement && target.files?.[0]) globalThis.benchFile = target.files[0]
    },
    true,
  )
  globalThis.Worker = class extends Worker {
    constructor(url, options) {
      super(url, options)
      if (/join/.test(url)) this.addEventListener('message', () => performance.mark('bench:joined'))
    }
  }
}

/**
 * Waits for the first mark `to` after the last mark `from`, and gives the milliseconds between them. Rejects when the page
 * shows a failure meanwhile.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} from
 * @param {string} to
 * @returns {Promise<number>}
 */
export function timeBetween(page, from, to) {
  return page.evaluate(
    ([from, to]) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const start = performance.getEntriesByName(from).at(-1)?.startTime ?? Infinity
          const end = performance.getEntriesByName(to).find(({ startTime }) => startTime >= start)
          const failure = document.querySelector('[role=alert]')?.textContent
          if (failure) reject(new Error(failure))
          else if (end) resolve(end.startTime - start)
          else setTimeout(look, 20)
        }
        look()
      }),
    [from, to],
  )
}

/** Chooses a file through the page's input. */
export function choose(page, path) {
  return page.getByLabel('Open recording').setInputFiles(path)
}
