import { beforeEach, expect, it, vi } from 'vitest'
import type { DecodeOutcome } from './decodeTypes'
import type { OpenedTrack } from './openTrack'
import { runDecode } from './runDecode'
import type { SyncFile } from './syncFile'

/** What the packets of these tests hold: sound of so many channels, or damage. */
type Content = number | 'damage'

/** A decoder that gives a block of 8 frames at 1000 Hz for every sound, and ends at damage. */
class FakeDecoder extends EventTarget {
  state = 'configured'
  decodeQueueSize = 0
  readonly #init: AudioDecoderInit

  constructor(init: AudioDecoderInit) {
    super()
    this.#init = init
  }

  configure(): void {}
  flush(): Promise<void> {
    return this.state === 'closed' ? Promise.reject(new Error('closed')) : Promise.resolve()
  }
  close(): void {
    this.state = 'closed'
  }

  decode(content: Content): void {
    if (content === 'damage') {
      this.state = 'closed'
      this.#init.error(new DOMException('broken', 'EncodingError'))
      return
    }
    const block: unknown = {
      format: 'f32-planar',
      sampleRate: 1000,
      numberOfFrames: 8,
      numberOfChannels: content,
      timestamp: 0,
      copyTo: () => undefined,
      close: () => undefined,
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a block only this much is used
    this.#init.output(block as AudioData)
  }
}

/** A track of packets that each say that they last `duration` seconds. */
function track(contents: readonly Content[], duration: number, estimated: number): OpenedTrack {
  const packets = contents.map((content, timestamp) => ({
    timestamp,
    duration,
    byteLength: 10,
    toEncodedAudioChunk: () => content,
  }))
  const opened: unknown = {
    request: { blob: new Blob(['x'.repeat(1000)]), allowBytes: 1e6, free: null },
    info: { codec: 'mp3', depth: null },
    container: 'mp3',
    ends: { skip: 0, frames: null, drop: 0, promised: null, slack: 0 },
    estimate: { seconds: estimated, bytes: estimated * 4000 },
    track: { getDecoderConfig: () => Promise.resolve({}) },
    sink: { packets: () => packets },
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a track only this much is used
  return opened as OpenedTrack
}

function decode(contents: readonly Content[], duration: number): Promise<DecodeOutcome> {
  const file: SyncFile = {
    write: (bytes) => bytes.byteLength,
    truncate: () => undefined,
    flush: () => undefined,
    close: () => undefined,
  }
  return runDecode(track(contents, duration, 1), file, new AbortController().signal, () => undefined)
}

beforeEach(() => vi.stubGlobal('AudioDecoder', FakeDecoder))
it('puts the silence of a damaged packet in its place', async () => {
  expect(await decode([1, 'damage', 1], 0.02)).toMatchObject({ kind: 'decoded', frames: 8 + 20 + 8 })
})

it('believes no packet that says it lasts longer than packets do', async () => {
  expect(await decode([1, 'damage', 1], 1e9)).toMatchObject({ kind: 'decoded', frames: 8 + 65_535 + 8 })
  expect(await decode([1, 'damage', 1], -1)).toMatchObject({ kind: 'decoded', frames: 16 })
})

it('asks when silence alone makes the recording large', async () => {
  const contents = Array.from({ length: 40 }, (_, at): Content => (at % 2 === 0 ? 1 : 'damage'))
  expect(await decode(contents, 1e9)).toMatchObject({ kind: 'large' })
})

it('refuses sound that turns out to have more channels than a recording', async () => {
  await expect(decode([9], 0.02)).rejects.toMatchObject({ code: 'cannot-decode', data: { channels: 9 } })
})
