import { resample } from '../audio/resample'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'

/** A span of a sound, in frames. */
interface Span {
  readonly start: number
  readonly end: number
}

/** A made-up speaker: bursts of voice with pauses between them, and the room they are in. */
export interface SyntheticSpeech {
  readonly rate: number
  /** Voice alone, digital silence between the words. */
  readonly voice: Float32Array
  /** The room alone. */
  readonly room: Float32Array
  /** Both together: what a microphone hears. */
  readonly recording: Float32Array
  /** Where the words are, exactly. */
  readonly words: readonly Span[]
}

/** What a synthetic recording is made of. */
export interface SpeechOptions {
  readonly seed: number
  readonly rate: number
  readonly seconds: number
  /** Level of the room, RMS in dBFS. */
  readonly roomDb: number
}

/** Speech-like sound from a seed: the same on every machine. Words of 0.15–0.5 s at about −20 dBFS, pauses of 0.1–0.5 s. */
export function syntheticSpeech({ seed, rate, seconds, roomDb }: SpeechOptions): SyntheticSpeech {
  const random = mulberry32(seed)
  const length = Math.round(rate * seconds)
  const voice = new Float32Array(length)
  const words: Span[] = []
  let at = Math.round(0.3 * rate)
  while (at < length - 0.8 * rate) {
    const start = at
    const end = start + Math.round((0.15 + 0.35 * random()) * rate)
    word(voice, start, end, rate, random)
    words.push({ start, end })
    at = end + Math.round((0.1 + 0.4 * random()) * rate)
  }
  const room = roomNoise(length, rate, roomDb, random)
  return { rate, voice, room, recording: voice.map((value, i) => value + (room[i] ?? 0)), words }
}

/** What a service does to what it was asked to say. */
export interface Degradation {
  readonly gainDb: number
  readonly dc: number
  readonly leadSeconds: number
  readonly tailSeconds: number
}

/** `samples` as a service would send them: mono at 24 kHz in 16 bits, with its own level, offset and silence around. */
export function asService(
  samples: Float32Array,
  rate: number,
  how: Degradation,
): { rate: number; samples: Float32Array } {
  const slow = resample(samples, sampleRate(rate), sampleRate(24_000))
  const lead = Math.round(how.leadSeconds * 24_000)
  const sent = new Float32Array(lead + slow.length + Math.round(how.tailSeconds * 24_000))
  sent.set(slow, lead)
  const gain = 10 ** (how.gainDb / 20)
  return { rate: 24_000, samples: sent.map((value) => Math.round((value * gain + how.dc) * 32_768) / 32_768) }
}

/** Steady noise with the falling spectrum of a room, at `db` RMS. */
export function roomNoise(length: number, rate: number, db: number, random: () => number): Float32Array {
  const noise = new Float32Array(length)
  const keep = Math.exp((-2 * Math.PI * 700) / rate)
  let low = 0
  let power = 0
  for (let i = 0; i < length; i++) {
    const white = random() + random() + random() - 1.5
    low = keep * low + (1 - keep) * white
    const value = low + 0.08 * white
    noise[i] = value
    power += value * value
  }
  const scale = 10 ** (db / 20) / Math.sqrt(power / Math.max(1, length))
  return noise.map((value) => value * scale)
}

/** A buzz through two moving resonances, and sometimes a hiss at the end, with an onset of 8 ms and an end of 30 ms. */
function word(out: Float32Array, start: number, end: number, rate: number, random: () => number): void {
  const pitch = 100 + 60 * random()
  const first = 350 + 500 * random()
  const second = 1100 + 1200 * random()
  const level = 0.07 + 0.05 * random()
  const hiss = random() < 0.4 ? 0.02 : 0
  const voice = buzz(pitch, first, second, rate, random)
  for (let i = start; i < end; i++) {
    const along = (i - start) / rate
    const left = (end - i) / rate
    const shape = Math.min(1, along / 0.008, left / 0.03) * (0.75 + 0.25 * Math.cos(2 * Math.PI * 4 * along))
    const breath = left < 0.09 ? hiss * (random() * 2 - 1) * 2 : 0
    out[i] = shape * (level * voice() + breath)
  }
}

/** The next sample of a buzz at each call: harmonics of `pitch` up to 4 kHz, strongest at two resonances, all in hertz. */
function buzz(pitch: number, first: number, second: number, rate: number, random: () => number): () => number {
  const count = Math.floor(4000 / pitch)
  // Each harmonic is a pointer that turns by a fixed step: a sine for each of them and each sample takes five times as long.
  const row = () => new Float64Array(count)
  const [x, y, turnX, turnY] = [row(), row(), row(), row()]
  for (let k = 0; k < count; k++) {
    const hertz = (k + 1) * pitch
    const gain = 1 / (1 + ((hertz - first) / 150) ** 2) + 0.4 / (1 + ((hertz - second) / 250) ** 2) + 0.01
    const phase = 2 * Math.PI * random()
    x[k] = gain * Math.cos(phase)
    y[k] = gain * Math.sin(phase)
    turnX[k] = Math.cos((2 * Math.PI * hertz) / rate)
    turnY[k] = Math.sin((2 * Math.PI * hertz) / rate)
  }
  return () => {
    let sum = 0
    for (let k = 0; k < count; k++) {
      const a = x[k] ?? 0
      const b = y[k] ?? 0
      const c = turnX[k] ?? 0
      const d = turnY[k] ?? 0
      sum += b
      x[k] = a * c - b * d
      y[k] = a * d + b * c
    }
    return sum
  }
}
