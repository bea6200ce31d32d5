import { wavFile } from '../../audio/riff/header'
import { must } from '../../base/assert'
import type { FixId } from '../../base/ids'
import { mulberry32 } from '../../base/random'
import { sampleRate } from '../../base/units'
import { FakeBrowser } from '../browser/fakeBrowser'
import { FakeDisk } from '../browser/fakeDisk'
import { Scheduler } from '../browser/scheduler'
import { syntheticSpeech } from '../syntheticSpeech'
import { Page } from './page'
import { checkMoment } from './rules'
import { TakeLedger } from './takeLedger'

const rate = sampleRate(8000)

/** A browser with a disk, its tabs, and a recording of six seconds. */
export class World {
  readonly scheduler: Scheduler
  readonly browser: FakeBrowser
  readonly disk: FakeDisk
  readonly file: File
  readonly ledger: TakeLedger
  /** The tabs that are open. */
  readonly pages: Page[] = []
  /** Fixes that were taken away and that nothing the user did since then could bring back. */
  readonly dropped = new Set<FixId>()
  /** Whether there was never more than one tab at a time. */
  alone = true
  #opened = 0
  #texts = 0

  constructor(readonly random: () => number) {
    this.scheduler = new Scheduler(random)
    this.browser = new FakeBrowser(this.scheduler)
    this.disk = new FakeDisk(this.scheduler)
    this.ledger = new TakeLedger(this.browser.service)
    const { recording } = syntheticSpeech({ seed: 1, rate, seconds: 6, roomDb: -60 })
    this.file = new File([new Uint8Array(wavFile({ rate, channels: [recording] }, 's16', null))], 'line.wav')
    this.openPage()
  }

  /** Opens a tab. */
  openPage(): Page {
    const page = new Page(this.browser, this.disk, `tab ${++this.#opened}`)
    this.pages.push(page)
    if (this.pages.length > 1) this.alone = false
    page.app.store.api.subscribe(() => this.ledger.observe(page))
    return page
  }

  /** Ends a tab as a crash does. */
  kill(page: Page): void {
    page.app.workspace?.scope.dispose()
    this.browser.kill(page.tab)
    this.pages.splice(this.pages.indexOf(page), 1)
  }

  /** Lets one thing happen and looks at every page. Gives false when there is nothing to come. */
  async turn(): Promise<boolean> {
    const went = await this.scheduler.turn()
    for (const page of this.pages) checkMoment(page)
    return went
  }

  /** Lets everything happen that is under way; questions are answered at random. Throws when there is no end to it. */
  async settle(most = 20_000): Promise<void> {
    for (let turns = 0; turns < most; turns++) {
      if (await this.turn()) continue
      const asked = this.pages.filter((page) => page.app.store.get().question !== null)
      if (asked.length === 0) return
      for (const page of asked) this.answer(page, this.random() < 0.7)
    }
    throw new Error(`no end: ${this.scheduler.log.slice(-10).join(', ')}`)
  }

  /** Answers what a page asks. */
  answer(page: Page, yes: boolean): void {
    page.run(() => page.app.store.get().question?.answer(yes ? 0 : null))
  }

  /** A text that nobody typed before. */
  newText(): string {
    return `line ${++this.#texts}`
  }

  /** A whole number in `[low, high]`. */
  between(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1))
  }

  /** One of `items`, which must not be empty. */
  pick<Item>(items: readonly Item[]): Item {
    return must(items[Math.floor(this.random() * items.length)], 'one of none')
  }
}

/** Runs a test in a world of its own. */
export async function inWorld(seed: number, test: (world: World) => Promise<void>): Promise<void> {
  const world = new World(mulberry32(seed))
  try {
    await test(world)
  } finally {
    world.browser.scope.dispose()
  }
}
