import { afterEach, describe, expect, it } from 'vitest'
import { commands } from 'vitest/browser'
import { decodeFrames } from '../audio/codec'
import { readLayout } from '../audio/layout'
import type { LayoutNote } from '../audio/riff/layoutNotes'
import { memorySource } from '../audio/source'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { decodeRecording } from './decode'
import type { DecodeOutcome } from './decodeTypes'

const folder = 'decode-test'
const path = `${folder}/out`
const never = new AbortController().signal

/** A file of the corpus, null where there is none. */
async function corpusFile(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const text = await commands.readFile(`../shared/audio/${name}`, 'base64')
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

async function storedNames(): Promise<string[]> {
  const root = await navigator.storage.getDirectory()
  const names: string[] = []
  try {
    for await (const [name] of (await root.getDirectoryHandle(folder)).entries()) names.push(name)
  } catch {
    return []
  }
  return names
}

async function stored(): Promise<Uint8Array> {
  const root = await navigator.storage.getDirectory()
  const handle = await (await root.getDirectoryHandle(folder)).getFileHandle('out')
  return new Uint8Array(await (await handle.getFile()).arrayBuffer())
}

interface Decoded {
  readonly outcome: Extract<DecodeOutcome, { kind: 'decoded' }>
  readonly encoding: string
  readonly validBits: number
  readonly notes: readonly LayoutNote[]
  readonly channels: Float32Array[]
  readonly shares: readonly number[]
}

async function decoded(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Decoded> {
  const shares: number[] = []
  const onProgress = (share: number): void => void shares.push(share)
  const outcome = await decodeRecording(new File([bytes], name), path, { signal: never, onProgress })
  if (outcome.kind !== 'decoded') throw new Error(`${name} is large: ${JSON.stringify(outcome)}`)
  const wav = await stored()
  const layout = await readLayout(memorySource(wav))
  expect(wav.length).toBe(outcome.bytes)
  expect(layout.frames).toBe(outcome.frames)
  const samples = wav.subarray(layout.dataStart, layout.dataStart + layout.frames * layout.format.bytesPerFrame)
  const { encoding, validBits } = layout.format
  return { outcome, encoding, validBits, notes: layout.notes, channels: decodeFrames(samples, layout.format), shares }
}

async function reference(name: string): Promise<Float32Array[]> {
  const wav = must(await corpusFile(name), name)
  const layout = await readLayout(memorySource(wav))
  return decodeFrames(
    wav.subarray(layout.dataStart, layout.dataStart + layout.frames * layout.format.bytesPerFrame),
    layout.format,
  )
}

/** Power of the difference below that of the reference, in dB, when the sound is moved by `lag` frames. */
function snr(sound: Float32Array, truth: Float32Array, lag: number): number {
  let power = 0
  let error = 0
  for (let i = 2000; i < truth.length - 2000; i++) {
    const sample = truth[i] ?? 0
    power += sample ** 2
    error += ((sound[i + lag] ?? 0) - sample) ** 2
  }
  return 10 * Math.log10(power / error)
}

afterEach(async () => {
  const root = await navigator.storage.getDirectory()
  await root.removeEntry(folder, { recursive: true }).catch(() => undefined)
})

const stereo = 'zoo/ref_stereo_44100_s16.wav'
const mono48 = 'zoo/rate_48000_mono_s16.wav'
const stereo48 = 'zoo/ref_stereo_48000_s16.wav'
/** Name, reference, frames, codec, signal to noise in dB as ffmpeg's decoder has it, frames that the decoder is early. */
const lossy: readonly (readonly [string, string, number, string, number, number])[] = [
  ['mp3_cbr128_stereo_44100.mp3', stereo, 59_535, 'mp3', 23.5, 0],
  ['mp3_vbr_v4_mono_44100.mp3', 'zoo/ref_mono_44100_s16.wav', 59_535, 'mp3', 37.2, 0],
  ['aac_lc_stereo.m4a', stereo, 59_535, 'aac', 26.6, 0],
  ['vorbis_stereo.ogg', stereo, 59_535, 'vorbis', 27.4, 0],
  // ffmpeg -c:a libopus says -2.5, too: the resampler of libopus for its speech mode
  ['opus_mono.ogg', mono48, 64_800, 'opus', 26.1, -3],
  ['opus_stereo.webm', stereo48, 64_800, 'opus', 24.7, 0],
  ['opus_live_no_duration.webm', stereo48, 64_800, 'opus', 20.7, 0],
]
const present = (await corpusFile('zoo/manifest.json')) !== null

describe.skipIf(!present)('the compressed files of the zoo', () => {
  it.each(lossy)('%s starts and ends where its container says', async (name, truth, frames, codec, quality, early) => {
    const bytes = must(await corpusFile(`zoo/${name}`), name)
    const { outcome, encoding, channels, notes, shares } = await decoded(bytes, name)
    expect(outcome).toMatchObject({
      frames,
      notes: [],
      info: { sourceName: name, codec, lossless: false, depth: null },
    })
    expect([encoding, notes]).toEqual(['f32', []])
    expect(shares.at(-1)).toBe(1)
    expect(shares.every((share, i) => share >= 0 && share <= 1 && share >= (shares[i - 1] ?? 0))).toBe(true)
    const original = await reference(truth)
    for (const [i, channel] of channels.entries()) {
      const at = (lag: number): number => snr(channel, must(original[i], 'channel'), early + lag)
      expect(at(0)).toBeGreaterThan(quality - 2)
      expect(Math.max(at(-1), at(1))).toBeLessThan(at(0) + 0.1)
    }
  })

  it('keeps everything of an MP3 that does not say where its sound begins', async () => {
    const bytes = must(await corpusFile('zoo/mp3_vbr_no_xing.mp3'), 'file')
    const { outcome, channels } = await decoded(bytes, 'x.mp3')
    expect(outcome.frames).toBe(61_056)
    const [truth] = await reference(stereo)
    expect(snr(must(channels[0], 'channel'), must(truth, 'truth'), 1105)).toBeGreaterThan(35)
  })

  it('decodes a FLAC to the very samples', async () => {
    const bytes = must(await corpusFile('zoo/flac_16_stereo.flac'), 'file')
    const { outcome, channels, encoding } = await decoded(bytes, 'x.flac')
    expect(outcome.info).toMatchObject({ codec: 'flac', lossless: true, depth: 16 })
    expect(encoding).toBe('s16')
    expect(channels).toEqual(await reference(stereo))
  })
})

describe.skipIf(!present)('hostile compressed files', () => {
  it('opens what is there of a FLAC that claims 2^36 samples', async () => {
    const bytes = must(await corpusFile('hostile/flac_total_samples_lie.flac'), 'file')
    const { outcome } = await decoded(bytes, 'x.flac')
    expect(outcome.frames).toBe(24_000)
    expect(outcome.notes).toEqual([expect.stringContaining('cut or damaged')])
  })

  it('asks before an hour of silence of 45 kB fills the disk, and says how long it is', async () => {
    const bytes = must(await corpusFile('hostile/silence_1h_stereo.flac'), 'file')
    const options = { signal: never, onProgress: () => undefined }
    const outcome = await decodeRecording(new File([bytes], 'x.flac'), path, options)
    expect(outcome).toMatchObject({ kind: 'large', seconds: 3600, bytes: 3600 * 48_000 * 4 })
    expect(await storedNames()).toEqual([])
    const small = await decodeRecording(new File([bytes], 'x.flac'), path, { ...options, allowBytes: 1000 })
    expect(small.kind).toBe('large')
  })

  it('opens what is there of a cut MP3 and says so', async () => {
    const bytes = must(await corpusFile('hostile/mp3_cut.mp3'), 'file')
    const { outcome } = await decoded(bytes, 'x.mp3')
    expect(outcome.frames).toBeGreaterThan(5000)
    expect(outcome.notes).toEqual([expect.stringContaining('is cut')])
  })

  it('goes on behind a damaged piece, and says what is missing', async () => {
    const bytes = must(await corpusFile('zoo/mp3_vbr_v4_mono_44100.mp3'), 'file')
    const random = mulberry32(3)
    for (let at = 7000; at < 7800; at++) bytes[at] = random() * 256
    const { outcome, channels } = await decoded(bytes, 'x.mp3')
    const truth = must((await reference('zoo/ref_mono_44100_s16.wav'))[0], 'truth')
    const lost = truth.length - outcome.frames
    expect(lost).toBeGreaterThan(0)
    expect(lost).toBeLessThan(4 * 1152)
    expect(outcome.notes).toEqual([expect.stringContaining('missing')])
    expect(outcome.frames).toBeGreaterThan(50_000)
    expect(
      must(channels[0], 'channel')
        .subarray(-9000)
        .some((sample) => Math.abs(sample) > 0.05),
    ).toBe(true)
  })

  it('opens an MP3 by what it holds, whatever its name', async () => {
    const { outcome } = await decoded(must(await corpusFile('hostile/mp3_named.wav'), 'file'), 'x.wav')
    expect(outcome.info.codec).toBe('mp3')
  })

  it('refuses an ID3 tag without sound', async () => {
    const bytes = must(await corpusFile('hostile/id3_huge.mp3'), 'file')
    const options = { signal: never, onProgress: () => undefined }
    await expect(decodeRecording(new File([bytes], 'x.mp3'), path, options)).rejects.toMatchObject({
      code: 'damaged-audio',
      message: expect.stringContaining('ffmpeg'),
    })
    expect(await storedNames()).toEqual([])
  })
})
