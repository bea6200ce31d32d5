import { ALL_FORMATS, BlobSource, Input } from 'mediabunny'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeFrames } from '../audio/codec'
import type { Encoding } from '../audio/format'
import { readLayout } from '../audio/layout'
import type { Pcm } from '../audio/pcm'
import { wavFile } from '../audio/riff/header'
import { memorySource } from '../audio/source'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { ascii, chunk, joinBytes, riff } from '../testing/wav'
import { decodeRecording } from './decode'
import { encodeExport } from './encode'
import type { Encoded, ExportTarget } from './encodeTypes'

const folder = 'encode-test'
const never = new AbortController().signal
const quiet = { signal: never, onProgress: (): void => undefined }

/** A voice-like sound: harmonics that swell and fade, and a little noise. */
function sound(rate: number, channels: number, length: number): Pcm {
  const random = mulberry32(length)
  const channel = (shift: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => {
      const at = i / rate + shift
      const swell = 0.5 + 0.5 * Math.sin(2 * Math.PI * 3 * at)
      const tones = [1, 2, 3, 5].reduce((sum, n) => sum + Math.sin(2 * Math.PI * 170 * n * at) / n, 0)
      return 0.2 * swell * tones + 0.001 * (random() - 0.5)
    })
  return { rate: sampleRate(rate), channels: Array.from({ length: channels }, (_, i) => channel(0.0003 * i)) }
}

async function fileAt(name: string): Promise<File> {
  const root = await navigator.storage.getDirectory()
  return (await (await root.getDirectoryHandle(folder)).getFileHandle(name)).getFile()
}

async function names(): Promise<string[]> {
  const root = await navigator.storage.getDirectory()
  const found: string[] = []
  const handle = await root.getDirectoryHandle(folder).catch(() => null)
  for await (const [name] of handle?.entries() ?? []) found.push(name)
  return found
}

afterEach(async () => {
  const root = await navigator.storage.getDirectory()
  await root.removeEntry(folder, { recursive: true }).catch(() => undefined)
})

async function encoded(
  wav: Uint8Array,
  target: ExportTarget,
): Promise<{ readonly file: File; readonly made: Encoded }> {
  const made = await encodeExport(target, new Blob([wav.slice()]), `${folder}/out`, quiet)
  const file = await fileAt('out')
  expect(file.size).toBe(made.size)
  return { file, made }
}

interface Sound {
  readonly channels: readonly Float32Array[]
  readonly rate: number
  readonly bytes: Uint8Array
  readonly encoding: Encoding
}

async function wavSound(bytes: Uint8Array): Promise<Sound> {
  const layout = await readLayout(memorySource(bytes))
  expect(layout.notes).toEqual([])
  const { format, dataStart, frames } = layout
  const samples = bytes.slice(dataStart, dataStart + frames * format.bytesPerFrame)
  return { channels: decodeFrames(samples, format), rate: format.rate, bytes: samples, encoding: format.encoding }
}

/** What a compressed file holds, by our own decoding of it. */
async function heard(file: File): Promise<Sound> {
  const outcome = await decodeRecording(new File([file], 'x'), `${folder}/heard`, quiet)
  expect(outcome).toMatchObject({ kind: 'decoded', notes: [] })
  return wavSound(new Uint8Array(await (await fileAt('heard')).arrayBuffer()))
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i])

describe('tags', () => {
  const tags = joinBytes(ascii('INFO'), chunk('INAM', ascii('Episode 12\0')), chunk('ICMT', ascii('take 2\0')))
  const tagged = (): Uint8Array => {
    const wav = wavFile(sound(48_000, 1, 60_000), 's16', null)
    return riff([wav.subarray(12), chunk('LIST', tags)])
  }

  it.each([{ format: 'flac' }, { format: 'mp3', bitRate: 128_000 }] as const)('go along to $format', async (target) => {
    const { file } = await encoded(tagged(), target)
    const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) })
    expect(await input.getMetadataTags()).toMatchObject({ title: 'Episode 12', comment: 'take 2' })
    expect((await heard(file)).channels[0]?.length).toBe(60_000)
  })
})

describe('FLAC', () => {
  const kinds: readonly (readonly [Encoding, number, number, number])[] = [
    ['s16', 1, 44_100, 100_001],
    ['s16', 2, 48_000, 70_000],
    ['s24', 2, 96_000, 66_000],
    ['s24', 6, 48_000, 5000],
    ['s16', 1, 8000, 1],
    ['s16', 2, 48_000, 17],
    ['s24', 1, 48_000, 4096],
    ['s16', 1, 48_000, 4097],
  ]
  it.each(kinds)('is bit-exact for %s in %i channels at %i Hz', async (encoding, channels, rate, length) => {
    const wav = wavFile(sound(rate, channels, length), encoding, mulberry32(1))
    const { file, made } = await encoded(wav, { format: 'flac' })
    expect(made.exact).toBe(true)
    const back = await heard(file)
    expect([back.encoding, back.rate]).toEqual([encoding, rate])
    expect(same(back.bytes, (await wavSound(wav)).bytes)).toBe(true)
  })

  it('keeps silence at the end, which packs into very few bytes', async () => {
    for (const length of [5000, 4096, 4097, 12_288, 9000]) {
      const { rate, channels } = sound(48_000, 1, length)
      const wav = wavFile(
        { rate, channels: channels.map((samples) => samples.map((x, i) => (i < 100 ? x : 0))) },
        's16',
        null,
      )
      const { file } = await encoded(wav, { format: 'flac' })
      expect(same((await heard(file)).bytes, (await wavSound(wav)).bytes)).toBe(true)
    }
  })

  it('keeps the extremes of 16 and 24 bits', async () => {
    const channels = [
      Float32Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? -1 : 1) * (i % 3 === 0 ? 1 : 2 ** -23)),
    ]
    for (const encoding of ['s16', 's24'] as const) {
      const wav = wavFile({ rate: sampleRate(48_000), channels }, encoding, null)
      const { file } = await encoded(wav, { format: 'flac' })
      expect(same((await heard(file)).bytes, (await wavSound(wav)).bytes)).toBe(true)
    }
  })

  it('holds a float recording at 24 bits and says that it is not exact', async () => {
    const pcm = sound(44_100, 1, 30_000)
    const { file, made } = await encoded(wavFile(pcm, 'f32', null), { format: 'flac' })
    expect(made.exact).toBe(false)
    const back = await heard(file)
    expect(back.encoding).toBe('s24')
    const worst = must(back.channels[0], 'channel').reduce(
      (most, sample, i) => Math.max(most, Math.abs(sample - (pcm.channels[0]?.[i] ?? 0))),
      0,
    )
    expect(worst).toBeLessThanOrEqual(1.5 * 2 ** -23)
  })

  it.each([11_025, 50_000])('refuses a rate that it has not: %i Hz', async (rate) => {
    const wav = wavFile(sound(rate, 1, 100), 's16', null)
    await expect(encoded(wav, { format: 'flac' })).rejects.toMatchObject({ code: 'cannot-encode' })
    expect(await names()).toEqual([])
  })
})

describe('MP3', () => {
  const kinds = [
    [128_000, 1, 44_100, 100_000],
    [320_000, 2, 48_000, 70_001],
    [96_000, 1, 22_050, 30_000],
    [192_000, 2, 44_100, 1152],
  ] as const
  it.each(kinds)(
    'of %i bit/s in %i channels at %i Hz starts and ends at the very frame',
    async (bitRate, channels, rate, length) => {
      const pcm = sound(rate, channels, length)
      const { file, made } = await encoded(wavFile(pcm, 's16', null), { format: 'mp3', bitRate })
      expect(made.exact).toBe(false)
      expect((8 * file.size) / (length / rate + 0.1)).toBeLessThan(bitRate * 1.25)
      const back = await heard(file)
      expect(back.channels.length).toBe(channels)
      expect(back.channels[0]?.length).toBe(length)
      const [truth, got] = [must(pcm.channels[0], 'channel'), must(back.channels[0], 'channel')]
      const error = (lag: number): number =>
        truth.reduce(
          (sum, sample, i) => sum + (i < 100 || i > length - 700 ? 0 : (sample - (got[i + lag] ?? 0)) ** 2),
          0,
        )
      const power = truth.reduce((sum, sample) => sum + sample ** 2, 0)
      expect(10 * Math.log10(power / error(0))).toBeGreaterThan(20)
      for (const lag of [-1, 1]) expect(error(lag)).toBeGreaterThan(error(0))
    },
  )

  it('refuses what it cannot hold, by name', async () => {
    const mp3: ExportTarget = { format: 'mp3', bitRate: 128_000 }
    for (const [rate, channels] of [
      [96_000, 1],
      [48_000, 3],
    ] as const) {
      const refused = encoded(wavFile(sound(rate, channels, 100), 's16', null), mp3)
      await expect(refused).rejects.toMatchObject({
        code: 'cannot-encode',
        message: expect.stringContaining('Export a'),
      })
    }
  })
})

describe('WAV in another encoding', () => {
  it('becomes 16 bits with dither, or floats', async () => {
    const pcm = sound(48_000, 2, 200_001)
    const wav = wavFile(pcm, 'f32', null)
    const sixteen = await encoded(wav, { format: 'wav16' })
    expect(sixteen.made.exact).toBe(false)
    const back = await wavSound(new Uint8Array(await sixteen.file.arrayBuffer()))
    expect(back.encoding).toBe('s16')
    expect(back.channels[0]?.length).toBe(200_001)
    const float = await encoded(wavFile(pcm, 's24', null), { format: 'wavFloat' })
    expect(float.made.exact).toBe(true)
    expect((await wavSound(new Uint8Array(await float.file.arrayBuffer()))).encoding).toBe('f32')
  })
})

describe('a long recording', () => {
  const minute = wavFile(sound(48_000, 2, 60 * 48_000), 's16', null)

  it('reports progress that only grows, and leaves nothing when it is cancelled', async () => {
    const blob = new Blob([minute.slice()])
    for (const target of [{ format: 'flac' }, { format: 'mp3', bitRate: 128_000 }, { format: 'wavFloat' }] as const) {
      const stop = new AbortController()
      const shares: number[] = []
      const onProgress = (share: number): void => {
        shares.push(share)
        if (share > 0.1) stop.abort()
      }
      const job = encodeExport(target, blob, `${folder}/out`, { signal: stop.signal, onProgress })
      await expect(job).rejects.toMatchObject({ name: 'AbortError' })
      expect(shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share < 1)).toBe(true)
      expect(await names()).toEqual([])
    }
  })

  it('is decoded again to the same samples, and leaves nothing when that is cancelled', async () => {
    const { file } = await encoded(minute, { format: 'flac' })
    const stop = new AbortController()
    const onProgress = (share: number): void => (share > 0.2 ? stop.abort() : undefined)
    const job = decodeRecording(new File([file], 'x'), `${folder}/heard`, { signal: stop.signal, onProgress })
    await expect(job).rejects.toMatchObject({ name: 'AbortError' })
    expect(await names()).toEqual(['out'])
    const back = await heard(file)
    expect(same(back.bytes, (await wavSound(minute)).bytes)).toBe(true)
  })

  it('asks when it takes more than was allowed', async () => {
    const { file } = await encoded(minute, { format: 'mp3', bitRate: 96_000 })
    const outcome = await decodeRecording(new File([file], 'x'), `${folder}/heard`, { ...quiet, allowBytes: 1e6 })
    expect(outcome).toMatchObject({ kind: 'large' })
    expect(outcome.kind === 'large' && outcome.seconds).toBeCloseTo(60, 1)
    expect(await names()).toEqual(['out'])
  })
})
