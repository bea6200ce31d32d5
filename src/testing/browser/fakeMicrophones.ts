import type { SampleRate } from '../../base/units'
import type { Microphone, MicrophoneUse } from '../../player/microphone'

/** The microphones of a page: those of which the user has not decided yet, and those that are open. */
export class FakeMicrophones {
  readonly open = new Set<MicrophoneUse>()
  readonly #asked: (() => void)[] = []

  constructor(readonly rate: SampleRate) {}

  /** As `openMicrophone` of the player: waits until the user decides. */
  async ask(use: MicrophoneUse, signal: AbortSignal): Promise<Microphone> {
    await new Promise<void>((resolve) => this.#asked.push(resolve))
    signal.throwIfAborted()
    this.open.add(use)
    return { rate: this.rate, close: () => void this.open.delete(use) }
  }

  /** The user allows the microphone that was asked for first. */
  allow(): void {
    this.#asked.shift()?.()
  }
}
