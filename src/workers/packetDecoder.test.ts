import type { EncodedPacket } from 'mediabunny'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PacketDecoder } from './packetDecoder'

/** Packets that a decoder of these tests cannot decode. */
const broken = new Set<number>()

/** Packets that give no block of their own, as the first of some codecs. */
const silent = new Set<number>()

/** A decoder that gives one block for each packet, later, and ends at a broken one, as the browser's does. */
class FakeDecoder extends EventTarget {
  state = 'unconfigured'
  decodeQueueSize = 0
  readonly #queue: number[] = []
  readonly #init: AudioDecoderInit
  readonly #flushes: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = []

  constructor(init: AudioDecoderInit) {
    super()
    this.#init = init
  }

  configure(): void {
    this.state = 'configured'
  }

  decode(chunk: number): void {
    this.#queue.push(chunk)
    this.decodeQueueSize++
    setTimeout(() => this.#step())
  }

  flush(): Promise<void> {
    if (this.state !== 'configured') return Promise.reject(new Error('closed'))
    setTimeout(() => this.#step())
    return new Promise((resolve, reject) => void this.#flushes.push({ resolve, reject }))
  }

  close(): void {
    this.state = 'closed'
  }

  #step(): void {
    if (this.state !== 'configured') return
    const chunk = this.#queue.shift()
    if (chunk === undefined) {
      for (const { resolve } of this.#flushes.splice(0)) resolve()
      return
    }
    this.decodeQueueSize--
    if (broken.has(chunk)) {
      this.state = 'closed'
      const error = new DOMException('broken', 'EncodingError')
      for (const { reject } of this.#flushes.splice(0)) reject(error)
      this.#init.error(error)
      return
    }
    const block: unknown = { chunk, timestamp: chunk * 1e6, close: () => undefined }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a block only this much is used
    if (!silent.has(chunk)) this.#init.output(block as AudioData)
    this.dispatchEvent(new Event('dequeue'))
    setTimeout(() => this.#step())
  }
}

const packet = (chunk: number): EncodedPacket => {
  const made: unknown = { timestamp: chunk, duration: chunk / 1000, toEncodedAudioChunk: () => chunk }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a packet only this much is used
  return made as EncodedPacket
}

beforeEach(() => vi.stubGlobal('AudioDecoder', FakeDecoder))
afterEach(() => {
  broken.clear()
  silent.clear()
})

async function run(count: number): Promise<(number | string)[]> {
  const heard: (number | string)[] = []
  const decoder = new PacketDecoder(
    { codec: 'x', sampleRate: 48_000, numberOfChannels: 1 },
    {
      onBlock: (block) => void heard.push(Number(Reflect.get(block, 'chunk'))),
      onDamage: (seconds) => void heard.push(`lost ${Math.round(seconds * 1000)}`),
    },
  )
  for (let chunk = 0; chunk < count; chunk++) await decoder.decode(packet(chunk))
  await decoder.finish()
  return heard
}

it('gives the blocks in order, more than its queue holds', async () => {
  expect(await run(100)).toEqual(Array.from({ length: 100 }, (_, chunk) => chunk))
})

it('goes on behind packets that cannot be decoded, and says where they were', async () => {
  for (const chunk of [0, 7, 8, 60, 99]) broken.add(chunk)
  expect(await run(100)).toEqual(
    Array.from({ length: 100 }, (_, chunk) => (broken.has(chunk) ? `lost ${chunk}` : chunk)),
  )
})

it('repeats no sound behind packets that gave none', async () => {
  for (let chunk = 0; chunk < 90; chunk += 2) silent.add(chunk)
  for (const chunk of [51, 95]) broken.add(chunk)
  const odd = Array.from({ length: 100 }, (_, chunk) => (broken.has(chunk) ? `lost ${chunk}` : chunk))
  const heard = (await run(100)).filter((block) => typeof block === 'number')
  expect(heard).toEqual(odd.filter((block) => typeof block === 'number' && !silent.has(block)))
})

it('gives up when nothing more comes', async () => {
  for (let chunk = 10; chunk < 100; chunk++) broken.add(chunk)
  await expect(run(100)).rejects.toMatchObject({ code: 'damaged-audio' })
})

it('ends with what its listener throws', async () => {
  const decoder = new PacketDecoder(
    { codec: 'x', sampleRate: 48_000, numberOfChannels: 1 },
    {
      onBlock() {
        throw new RangeError('full')
      },
      onDamage: () => undefined,
    },
  )
  await decoder.decode(packet(1))
  await expect(decoder.finish()).rejects.toThrow('full')
})
