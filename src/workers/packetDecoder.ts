import type { EncodedPacket } from 'mediabunny'
import { DecodeError, decodeElsewhere } from './decodeTypes'

/** What comes out of a decoder, in order. */
export interface DecoderEvents {
  /** A block, closed by the caller of this after it returned. A throw ends the decoding. */
  onBlock(block: AudioData): void
  /** A packet that could not be decoded, of so many seconds as the container says. */
  onDamage(seconds: number): void
}

/** Packets given to the decoder at a time. */
const queueLength = 24

/** Packets that a decoder has taken from its queue and not given back as sound, at most. */
const mostInside = 16

/** Seconds within which two times are the same: a block tells its own in whole microseconds. */
const sameTime = 1e-4

/** Faults one after another with no sound in between, after which nothing more will come. */
const mostFaults = 32

/**
 * Decodes packets one after another with the browser's decoder. A packet that it cannot decode is reported, and decoding
 * goes on behind it with a new decoder.
 */
export class PacketDecoder {
  readonly #config: AudioDecoderConfig
  readonly #events: DecoderEvents
  #decoder: AudioDecoder
  /** Packets given to the decoder that no block has come for. */
  #pending: EncodedPacket[] = []
  #faults = 0
  #fault: Error | null = null
  #failure: unknown = null
  /** Ends the wait for room. */
  #wake: () => void = () => undefined

  constructor(config: AudioDecoderConfig, events: DecoderEvents) {
    this.#config = config
    this.#events = events
    this.#decoder = this.#start()
  }

  /** Gives one packet to the decoder, waiting for room. Throws what `onBlock` threw. */
  async decode(packet: EncodedPacket): Promise<void> {
    this.#submit(packet)
    while (this.#fault === null && this.#decoder.decodeQueueSize > queueLength) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        this.#decoder.addEventListener('dequeue', () => resolve(), { once: true })
      })
    }
    this.#recover()
  }

  /** Waits until all packets are decoded, and closes the decoder. */
  async finish(): Promise<void> {
    for (;;) {
      try {
        await this.#decoder.flush()
      } catch {
        this.#fault ??= new Error('the decoder ended')
      }
      if (this.#fault === null) break
      this.#recover()
    }
    this.#throwFailure()
    this.close()
  }

  close(): void {
    if (this.#decoder.state !== 'closed') this.#decoder.close()
  }

  #start(): AudioDecoder {
    const decoder = new AudioDecoder({
      output: (block) => this.#take(block),
      error: (error) => {
        if (decoder !== this.#decoder) return
        this.#fault = error
        this.#wake()
      },
    })
    decoder.configure(this.#config)
    return decoder
  }

  #take(block: AudioData): void {
    try {
      if (this.#failure !== null) return
      this.#dropHeard(block.timestamp / 1e6)
      this.#faults = 0
      this.#events.onBlock(block)
    } catch (error) {
      this.#failure = error
    } finally {
      block.close()
    }
  }

  /**
   * Forgets the packets that a block of `seconds` came from: most often one, but a decoder can keep the first for itself. Those
   * that still wait in its queue are no part of any block.
   */
  #dropHeard(seconds: number): void {
    const waiting = this.#decoder.decodeQueueSize
    const begun = Math.max(0, this.#pending.length - waiting)
    let heard = Math.max(Math.min(1, begun), begun - mostInside)
    while (heard < begun && (this.#pending[heard]?.timestamp ?? 0) <= seconds + sameTime) heard++
    this.#pending.splice(0, heard)
  }

  #submit(packet: EncodedPacket): void {
    this.#pending.push(packet)
    if (this.#decoder.state === 'configured') this.#decoder.decode(packet.toEncodedAudioChunk())
  }

  /** After a fault: leaves out the packet it came from and gives the others to a new decoder. */
  #recover(): void {
    this.#throwFailure()
    if (this.#fault === null) return
    this.#fault = null
    if (++this.#faults > mostFaults) {
      throw new DecodeError('damaged-audio', `The sound in this file cannot be decoded. ${decodeElsewhere}`)
    }
    const [damaged, ...rest] = this.#pending
    this.close()
    this.#pending = []
    this.#decoder = this.#start()
    if (damaged !== undefined) this.#events.onDamage(damaged.duration)
    for (const packet of rest) this.#submit(packet)
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure
  }
}
