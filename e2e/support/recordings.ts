import { makeSpeechFixture, type SpeechFixture } from '../../src/proxy/speechFixture'
import type { Seconds, TestFile } from './editor'

/** A recording whose words are known. */
export interface SpokenRecording extends TestFile {
  readonly rate: number
  /** How long it is. */
  readonly seconds: number
  /** Where the second sentence lies, which is the flub. */
  readonly flub: Seconds
}

const flubbed = [
  'Welcome back to the show.',
  'We met on the fifteenth of November.',
  'It was a quiet day in the harbour.',
  'Let us begin at the beginning.',
]

/** What should have been said in the second sentence. */
export const correction = 'We met on the fourteenth of November.'

let mono: Promise<SpokenRecording> | null = null
let stereo: Promise<SpokenRecording> | null = null

/** Four sentences in mono, 16 bits, 44.1 kHz; the second one is the flub. Made once a worker. */
export function monoSpeech(): Promise<SpokenRecording> {
  mono ??= makeSpeechFixture({
    sentences: flubbed,
    rate: 44_100,
    channels: 1,
    encoding: 's16',
    seed: 11,
    pauses: [0.6],
  }).then((fixture) => spoken('interview.wav', 44_100, fixture))
  return mono
}

/** The same in stereo, 24 bits, 48 kHz, the speaker left of the middle, with chunks before and after the samples. */
export function stereoSpeech(): Promise<SpokenRecording> {
  stereo ??= makeSpeechFixture({
    sentences: flubbed,
    rate: 48_000,
    channels: 2,
    encoding: 's24',
    seed: 12,
    pauses: [0.6],
  }).then((fixture) => {
    const recording = spoken('field recording.wav', 48_000, fixture)
    return { ...recording, bytes: withChunks(recording.bytes) }
  })
  return stereo
}

/** The bytes of a text, one for each character below 256. */
export function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** A chunk with its header, and its pad byte behind an odd body. */
export function chunk(id: string, body: Uint8Array): Uint8Array {
  const size = new Uint8Array(4)
  new DataView(size.buffer).setUint32(0, body.length, true)
  return joined([latin(id), size, body, new Uint8Array(body.length % 2)])
}

/** A WAV of chunks, with the right size in its header. */
export function riff(chunks: readonly Uint8Array[]): Uint8Array {
  return chunk('RIFF', joined([latin('WAVE'), ...chunks]))
}

/** The body of a `fmt ` chunk. */
export function format(tag: number, channels: number, rate: number, bits: number): Uint8Array {
  const body = new Uint8Array(16)
  const view = new DataView(body.buffer)
  const frameBytes = (channels * bits) / 8
  view.setUint16(0, tag, true)
  view.setUint16(2, channels, true)
  view.setUint32(4, rate, true)
  view.setUint32(8, rate * frameBytes, true)
  view.setUint16(12, frameBytes, true)
  view.setUint16(14, bits, true)
  return body
}

/** A mono WAV of 16 bits at 48 kHz in which nothing is heard. */
export function silentWav(seconds: number): Uint8Array {
  return riff([chunk('fmt ', format(1, 1, 48_000, 16)), chunk('data', new Uint8Array(seconds * 96_000))])
}

/** Bytes one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

function spoken(name: string, rate: number, { bytes, frames, sentences }: SpeechFixture): SpokenRecording {
  const { start, end } = sentences[1] ?? { start: 0, end: 0 }
  return { name, bytes, rate, seconds: frames / rate, flub: { start: start / rate, end: end / rate } }
}

/** Puts what recorders and editors write around the samples of a plain WAV, bodies of odd sizes among it. */
function withChunks(bytes: Uint8Array): Uint8Array {
  const own = Array.from(chunksIn(bytes))
  const cue = new Uint8Array(28)
  cue.set([1, 0, 0, 0, 1])
  cue.set(latin('data'), 12)
  return riff([
    chunk('JUNK', new Uint8Array(27).fill(0x5a)),
    ...own.filter(({ id }) => id === 'fmt ').map(({ id, body }) => chunk(id, body)),
    chunk('LIST', joined([latin('INFO'), chunk('INAM', latin('Harbour')), chunk('ICMT', latin('take <b>two</b>\0'))])),
    ...own.filter(({ id }) => id === 'data').map(({ id, body }) => chunk(id, body)),
    chunk('cue ', cue),
    chunk('iXML', latin('<?xml version="1.0"?><BWFXML><NOTE>odd</NOTE></BWFXML>')),
    chunk('Zzz9', Uint8Array.of(1, 2, 3)),
  ])
}

function* chunksIn(bytes: Uint8Array): Generator<{ readonly id: string; readonly body: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true)
    yield { id: String.fromCharCode(...bytes.subarray(at, at + 4)), body: bytes.subarray(at + 8, at + 8 + size) }
    at += 8 + size + (size % 2)
  }
}
