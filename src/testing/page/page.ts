import { isAbort, messageOf } from '../../base/errors'
import { sampleRate } from '../../base/units'
import { FakeOutput } from '../../player/fakeOutput'
import type { App } from '../../state/app'
import { Opening } from '../../state/opening'
import { createAppStore } from '../../state/store'
import { keepViewSettled } from '../../state/viewFlow'
import type { Workspace } from '../../state/workspace'
import { openProjects } from '../../storage/projects'
import { openTakeStore } from '../../storage/takes'
import type { FakeBrowser } from '../browser/fakeBrowser'
import type { FakeDisk } from '../browser/fakeDisk'
import { FakeMicrophones } from '../browser/fakeMicrophones'
import type { Tab } from '../browser/scheduler'

/** One page of Pickup in one tab: all of it but what is drawn, over a browser and a disk that are not real. */
export class Page {
  readonly tab: Tab
  readonly app: App
  readonly outputs: FakeOutput[] = []
  readonly microphones = new FakeMicrophones(sampleRate(8000))
  /** Every workspace that was open here. */
  readonly workspaces = new Set<Workspace>()
  /** Gestures that are not over. */
  readonly underWay = new Set<string>()
  /** What gestures threw that may not throw. */
  readonly failures: string[] = []
  #begun = 0

  constructor(
    readonly browser: FakeBrowser,
    disk: FakeDisk,
    name: string,
  ) {
    this.tab = { name, alive: true }
    const files = disk.pageFiles()
    const now = () => browser.scheduler.now
    this.app = {
      store: createAppStore(),
      files,
      takes: openTakeStore(files, now),
      projects: openProjects(disk.pageRecords(), now),
      opening: new Opening(),
      openSound: (rate) => {
        const output = new FakeOutput(rate)
        this.outputs.push(output)
        return output
      },
      openMicrophone: (use, signal) => this.microphones.ask(use, signal),
      workspace: null,
      playback: null,
    }
    this.app.store.patch({ voiceId: 'voice' })
    this.app.store.api.subscribe(() => this.app.workspace && this.workspaces.add(this.app.workspace))
    this.run(() => keepViewSettled(this.app))
  }

  /** Does something as this page does it. */
  run<Value>(work: () => Value): Value {
    return this.browser.scheduler.as(this.tab, work)
  }

  /** Begins a gesture and lets it go on by itself. One that fails is noted, unless `mayFail`. */
  begin(name: string, work: () => unknown, mayFail = false): void {
    const gesture = `${name} #${++this.#begun}`
    this.underWay.add(gesture)
    const end = () => this.underWay.delete(gesture)
    const fail = (error: unknown) => {
      end()
      if (mayFail && !isAbort(error)) this.app.store.fail(error)
      if (!mayFail) this.failures.push(`${name}: ${messageOf(error)}`)
    }
    this.run(async () => await work()).then(end, fail)
  }

  /** Does a gesture and lets everything happen that follows from it. */
  async does(work: () => unknown): Promise<void> {
    this.begin('gesture', work)
    await this.browser.scheduler.settle()
  }
}
