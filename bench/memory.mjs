import { readFileSync } from 'node:fs'

const everyMs = 50

/**
 * The processes of a kind that a browser runs now.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {'renderer' | 'browser'} kind
 * @returns {Promise<number[]>}
 */
export async function processesOf(browser, kind) {
  const session = await browser.newBrowserCDPSession()
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    return processInfo.filter(({ type }) => type === kind).map(({ id }) => id)
  } finally {
    await session.detach()
  }
}

/** Bytes of these processes in memory together (VmRSS); NaN where the system does not tell. */
export function residentBytes(pids) {
  return pids.reduce((sum, pid) => sum + residentOf(pid), 0)
}

function residentOf(pid) {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    // A process that is being ended has no memory any more.
    return 1024 * Number(kilobytes ?? 0)
  } catch {
    return process.platform === 'linux' ? 0 : Number.NaN
  }
}

/**
 * Does something, and gives the most memory these processes took meanwhile, looked at every 50 ms.
 *
 * @template T
 * @param {readonly number[]} pids
 * @param {() => Promise<T>} task
 * @returns {Promise<{ readonly result: T, readonly peak: number }>} `peak` in bytes
 */
export async function peakDuring(pids, task) {
  let peak = residentBytes(pids)
  const look = () => {
    peak = Math.max(peak, residentBytes(pids))
  }
  const timer = setInterval(look, everyMs)
  try {
    const result = await task()
    look()
    return { result, peak }
  } finally {
    clearInterval(timer)
  }
}
