import type { SampleRate } from '../base/units'
import { type AudioOutput, PlaybackError, type Strand } from './audioOutput'

interface FakeBlock {
  readonly at: number
  readonly samples: Float32Array
  readonly onEnd: () => void
  ended: boolean
}

/** A strand that remembers what it was told, for asking what would be heard at a frame of the clock. */
export class FakeStrand implements Strand {
  blocks: FakeBlock[] = []
  fades: { from: number; to: number; start: number; end: number }[] = []
  endsAt = Infinity
  freed = false

  constructor(readonly output: FakeOutput) {}

  schedule(channels: readonly Float32Array<ArrayBuffer>[], at: number, onEnd: () => void): void {
    const [samples] = channels
    if (this.freed || !samples) return
    if (!Number.isInteger(at) || at < this.output.clock) throw new Error(`scheduled at ${at}, now ${this.output.clock}`)
    this.blocks.push({ at, samples, onEnd, ended: false })
  }

  fade(from: number, to: number, start: number, end: number): void {
    this.fades.push({ from, to, start, end })
  }

  end(atFrame?: number): void {
    this.endsAt = Math.min(this.endsAt, atFrame ?? this.output.clock)
    if (this.endsAt <= this.output.clock) this.free()
  }

  free(): void {
    this.freed = true
  }

  /** Samples that sound at a frame, one of each block that covers it. */
  at(frame: number): number[] {
    if (frame >= this.endsAt) return []
    return this.blocks
      .filter(({ at, samples }) => at <= frame && frame < at + samples.length)
      .map(({ at, samples }) => samples[frame - at] ?? Number.NaN)
  }
}

/** A sound output whose clock goes on only when told, for tests. */
export class FakeOutput implements AudioOutput {
  clock = 0
  latency = 0
  lead = 5
  running = true
  closed = false
  blocked = false
  strands: FakeStrand[] = []
  timers = new Set<{ due: number; callback: () => void }>()

  constructor(readonly rate: SampleRate) {}

  get heardClock(): number {
    return this.clock - this.latency
  }

  resume(): Promise<void> {
    if (this.blocked) return Promise.reject(new PlaybackError('sound-blocked', 'Click the page.'))
    this.running = true
    return Promise.resolve()
  }

  strand(): FakeStrand {
    const strand = new FakeStrand(this)
    this.strands.push(strand)
    return strand
  }

  after(seconds: number, callback: () => void): () => void {
    const timer = { due: this.clock + seconds * this.rate, callback }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  close(): void {
    this.closed = true
    for (const strand of this.strands) strand.end()
  }

  /** Lets `by` frames pass, one at a time, and everything that is due in them. */
  async pass(by: number): Promise<void> {
    await settled()
    for (let i = 0; i < by; i++) {
      if (this.running) this.clock++
      for (const timer of this.timers) {
        if (timer.due > this.clock || !this.timers.delete(timer)) continue
        timer.callback()
      }
      for (const strand of this.strands) {
        if (strand.endsAt <= this.clock) strand.free()
        for (const block of strand.blocks) {
          if (block.ended || strand.freed || block.at + block.samples.length > this.clock) continue
          block.ended = true
          block.onEnd()
        }
      }
      await settled()
    }
  }

  /** Samples that sound at a frame of the clock, one of each block that covers it. */
  heard(frame: number): number[] {
    return this.strands.flatMap((strand) => strand.at(frame))
  }
}

/** Lets promises that can settle do so. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve()
}
