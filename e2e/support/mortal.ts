import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from '@playwright/test'

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--mute-audio',
  '--autoplay-policy=no-user-gesture-required',
  '--remote-debugging-port=0',
]

/** A browser on a profile that outlives it, whose every process can be killed at one stroke. */
export class MortalBrowser {
  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
    private readonly process: ChildProcess,
  ) {}

  /** Starts a browser on the profile in `folder`, with one empty page. */
  static async start(executable: string | undefined, folder: string): Promise<MortalBrowser> {
    const child = spawn(
      executable ?? chromium.executablePath(),
      [...flags, `--user-data-dir=${folder}`, 'about:blank'],
      {
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    try {
      const browser = await chromium.connectOverCDP(await addressOf(child))
      const [context] = browser.contexts()
      const page = context?.pages()[0] ?? (await context?.newPage())
      if (page === undefined) throw new Error('the browser has no page')
      return new MortalBrowser(page, browser, child)
    } catch (error) {
      killGroup(child)
      throw error
    }
  }

  /** Kills all its processes as a power cut does: none is asked, none can finish anything. Resolves when they are gone. */
  async kill(): Promise<void> {
    const { process: child, browser } = this
    const gone = new Promise((resolve) => child.once('exit', resolve))
    const cut = new Promise((resolve) => browser.once('disconnected', resolve))
    killGroup(child)
    await Promise.all([gone, cut])
  }
}

/** Only what was started here: the child leads a group of its own. */
function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL')
}

/** Where the browser listens, which it says once on its error output. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('the browser has no output')
  for await (const line of createInterface(stderr)) {
    const [, address] = /listening on (ws:\S+)/.exec(line) ?? []
    if (address !== undefined) return address
  }
  throw new Error('the browser ended before it listened')
}
