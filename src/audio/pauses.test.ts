import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { envelopeOf } from './envelope'
import { findPauses, type Pause } from './pauses'

type Sound = 'voice' | 'other' | 'whisper' | 'far' | 'hiss' | 'breath' | 'room' | 'nothing'
/** What sounds for how many seconds. */
type Part = readonly [Sound, number]

const random = mulberry32(7)
const white = (): number => 2 * random() - 1

/** One sample: a 150 Hz voice with harmonics to 3.9 kHz at −17 dBFS (far: −37), a bright hiss at −30, a breath at −44, a room at −65. */
function sample(sound: Sound, seconds: number, room: number): number {
  const floor = sound === 'nothing' ? 0 : room * white()
  if (sound === 'hiss') return floor + 0.055 * white()
  if (sound === 'breath') return floor + 0.011 * white()
  if (sound === 'whisper') return floor + whisper(seconds)
  if (sound === 'other') return floor + higherVoice(seconds)
  if (sound !== 'voice' && sound !== 'far') return floor
  let voice = 0
  for (let harmonic = 1; harmonic <= 26; harmonic++)
    voice += Math.sin(2 * Math.PI * 150 * harmonic * seconds) / harmonic
  return floor + (sound === 'far' ? 0.016 : 0.16) * voice
}

/** Noise through syllables of 0.2 s that a whisper is made of, at about −33 dBFS. */
function whisper(seconds: number): number {
  return 0.05 * (0.6 + 0.4 * Math.sin(2 * Math.PI * 5 * seconds)) * white()
}

/** Someone else, further from the microphone: 230 Hz at −27 dBFS. */
function higherVoice(seconds: number): number {
  let voice = 0
  for (let harmonic = 1; harmonic <= 17; harmonic++)
    voice += Math.sin(2 * Math.PI * 230 * harmonic * seconds) / harmonic
  return 0.05 * voice
}

function record(parts: readonly Part[], rate = 16_000, room = 0.001): Float32Array {
  const samples: number[] = []
  for (const [sound, seconds] of parts) {
    const end = samples.length + Math.round(seconds * rate)
    while (samples.length < end) samples.push(sample(sound, samples.length / rate, room))
  }
  return Float32Array.from(samples)
}

function pausesIn(parts: readonly Part[], rate = 16_000, room = 0.001): Pause[] {
  return findPauses(envelopeOf({ rate: sampleRate(rate), channels: [record(parts, rate, room)] }))
}

/** A short sound after each of three words: a thud at 900 Hz with `air`, white noise, in it. Amplitudes as of samples. */
interface Thud {
  readonly room: number
  /** Least seconds from the word to the thud. */
  readonly gap: number
  readonly thud: number
  readonly air: number
}

/** Where a word ends and the thud after it has its middle, and the pause found between that word and the next; in seconds. */
function pausesAfterThuds(
  { room, gap, thud, air }: Thud,
  draw: () => number,
): { end: number; middle: number; start: number }[] {
  const rate = 16_000
  const words = [0, 1, 2].map(() => ({ after: gap + 0.004 * draw(), length: 0.025 + 0.01 * draw() }))
  const parts = words.flatMap(({ after, length }): Part[] => [
    ['room', 0.5],
    ['hiss', 0.2],
    ['voice', 0.8],
    ['room', after + length],
  ])
  const samples = record([...parts, ['room', 0.5]], rate, room)
  let end = 0
  const thuds = words.map(({ after, length }) => {
    end += 1.5
    const [from, count] = [Math.round((end + after) * rate), Math.round(length * rate)]
    for (let i = 0; i < count; i++) {
      const shape = Math.sin((Math.PI * i) / count) ** 2
      const sound = thud * Math.sin((2 * Math.PI * 900 * i) / rate) + air * white()
      samples[from + i] = (samples[from + i] ?? 0) + shape * sound
    }
    const middle = end + after + length / 2
    const at = { end, middle }
    end += after + length
    return at
  })
  const pauses = findPauses(envelopeOf({ rate: sampleRate(rate), channels: [samples] }))
  expect(pauses).toHaveLength(4)
  return thuds.map(({ end, middle }, i) => ({ end, middle, start: must(pauses[i + 1], 'pause').start / rate }))
}

/** The furthest that an edge is from where it belongs, in seconds; infinite when there are more or fewer pauses. */
function furthest(pauses: readonly Pause[], rate: number, expected: readonly (readonly [number, number])[]): number {
  if (pauses.length !== expected.length) return Number.POSITIVE_INFINITY
  const off = pauses.map(({ start, end }, i) => {
    const [from, to] = must(expected[i], 'pause')
    return Math.max(Math.abs(start / rate - from), Math.abs(end / rate - to))
  })
  return Math.max(...off)
}

/** As near as 10 ms frames and the ringing of a high-pass come to an edge that is cut off sharply, in seconds. */
const NEAR = 0.016

const talk: readonly Part[] = [
  ['room', 0.5],
  ['voice', 1],
  ['room', 0.3],
  ['voice', 0.7],
  ['room', 0.1],
  ['voice', 0.6],
  ['room', 0.4],
]

describe('findPauses', () => {
  it.each([8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])('finds the pauses between words at %i Hz', (rate) => {
    const pauses = pausesIn(talk, rate)
    expect(
      furthest(pauses, rate, [
        [0, 0.5],
        [1.5, 1.8],
        [2.5, 2.6],
        [3.2, 3.6],
      ]),
    ).toBeLessThan(NEAR)
    for (const { depth } of pauses) expect(depth).toBeGreaterThan(35)
  })

  it('leaves out what is shorter than asked', () => {
    const envelope = envelopeOf({ rate: sampleRate(16_000), channels: [record(talk)] })
    expect(findPauses(envelope, { minimum: 0.35 })).toHaveLength(2)
    expect(findPauses(envelope, { minimum: 0.2 })).toHaveLength(3)
  })

  it('counts digital silence as a pause, and a gate does not shift the thresholds into the speech', () => {
    const gated = talk.map(([sound, seconds]): Part => [sound === 'room' ? 'nothing' : sound, seconds])
    expect(
      furthest(pausesIn(gated), 16_000, [
        [0, 0.5],
        [1.5, 1.8],
        [2.5, 2.6],
        [3.2, 3.6],
      ]),
    ).toBeLessThan(NEAR)
  })

  it('keeps a final s, and the s of "stop" across its closure, with the word', () => {
    const pauses = pausesIn([
      ['room', 0.5],
      ['voice', 0.8],
      ['hiss', 0.12],
      ['room', 0.5],
      ['hiss', 0.1],
      ['room', 0.07],
      ['voice', 0.6],
      ['room', 0.5],
    ])
    expect(
      furthest(pauses, 16_000, [
        [0, 0.5],
        [1.42, 1.92],
        [2.69, 3.19],
      ]),
    ).toBeLessThan(NEAR)
  })

  it('keeps a breath in the pause and says where it is', () => {
    const pauses = pausesIn([
      ['voice', 1],
      ['room', 0.2],
      ['breath', 0.3],
      ['room', 0.2],
      ['voice', 1],
    ])
    expect(furthest(pauses, 16_000, [[1, 1.7]])).toBeLessThan(NEAR)
    const breath = must(pauses[0]?.breath, 'breath')
    expect(Math.abs(breath.start / 16_000 - 1.2)).toBeLessThan(0.015)
    expect(Math.abs(breath.end / 16_000 - 1.5)).toBeLessThan(0.015)
  })

  it('does not take a click for speech', () => {
    const pauses = pausesIn([
      ['voice', 1],
      ['room', 0.4],
      ['hiss', 0.004],
      ['room', 0.4],
      ['voice', 1],
    ])
    expect(furthest(pauses, 16_000, [[1, 1.804]])).toBeLessThan(NEAR)
  })

  it('finds pauses in noise 15 dB below the speech', () => {
    expect(
      furthest(pausesIn(talk, 16_000, 0.04), 16_000, [
        [0, 0.5],
        [1.5, 1.8],
        [2.5, 2.6],
        [3.2, 3.6],
      ]),
    ).toBeLessThan(NEAR)
  })

  it('is one pause where nobody speaks, and none where nothing is quiet', () => {
    const whole = [{ start: 0, end: 32_000 }]
    expect(pausesIn([['nothing', 2]])).toMatchObject(whole)
    expect(pausesIn([['room', 2]])).toMatchObject(whole)
    expect(pausesIn([['voice', 2]])).toEqual([])
    expect(pausesIn([['hiss', 2]])).toEqual([])
    expect(pausesIn([])).toEqual([])
    expect(pausesIn([['room', 0.01]])).toEqual([])
  })

  it('finds the pauses of somebody who whispers', () => {
    const whispered = talk.map(([sound, seconds]): Part => [sound === 'voice' ? 'whisper' : sound, seconds])
    const expected = pausesIn(talk).map(({ start, end }): [number, number] => [start / 16_000, end / 16_000])
    expect(furthest(pausesIn(whispered), 16_000, expected)).toBeLessThanOrEqual(2 * NEAR)
  })

  it('finds the pauses between two voices, and none where they take turns without one', () => {
    const two: readonly Part[] = [
      ['room', 0.5],
      ['voice', 1],
      ['room', 0.3],
      ['other', 0.8],
      ['voice', 0.7],
      ['other', 0.5],
      ['room', 0.25],
      ['other', 0.6],
      ['room', 0.5],
    ]
    const expected = [
      [0, 0.5],
      [1.5, 1.8],
      [3.8, 4.05],
      [4.65, 5.15],
    ] as const
    expect(furthest(pausesIn(two), 16_000, expected)).toBeLessThanOrEqual(NEAR)
  })

  it('follows a speaker who moves away', () => {
    const far = talk.map(([sound, seconds]): Part => [sound === 'voice' ? 'far' : sound, seconds])
    const pauses = pausesIn([...talk, ...talk, ...talk, ...talk, ...far, ...far, ...far, ...far])
    expect(pauses).toHaveLength(8 * 4 - 7)
  })

  it('gives sorted, disjoint pauses of at least the minimum within the recording, for any sound', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const draw = mulberry32(seed)
      const sounds: readonly Sound[] = ['voice', 'hiss', 'breath', 'room', 'nothing']
      const parts = Array.from(
        { length: 30 },
        (): Part => [must(sounds[Math.floor(draw() * 5)], 'sound'), draw() ** 3 * 0.5],
      )
      const samples = record(parts, 8000)
      let before = -1
      for (const { start, end, depth, breath } of findPauses(
        envelopeOf({ rate: sampleRate(8000), channels: [samples] }),
      )) {
        expect(start, `seed ${seed}`).toBeGreaterThan(before)
        expect(end - start).toBeGreaterThanOrEqual(640)
        expect(end).toBeLessThanOrEqual(samples.length)
        expect(Number.isFinite(depth)).toBe(true)
        expect(breath?.start ?? start).toBeGreaterThanOrEqual(start)
        expect(breath?.end ?? end).toBeLessThanOrEqual(end)
        before = end
      }
    }
  })

  it('keeps a short burst after a closure with its word, and leaves a thud as short without air in it to the pause', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const bursts = pausesAfterThuds({ room: 0.0005, gap: 0.062, thud: 0.0085, air: 0.004 }, mulberry32(seed))
      for (const { middle, start } of bursts) expect(start, `seed ${seed}`).toBeGreaterThan(middle)
      const thuds = pausesAfterThuds({ room: 0.0005, gap: 0.062, thud: 0.0085, air: 0 }, mulberry32(seed))
      for (const { end, start } of thuds) expect(start - end, `seed ${seed}`).toBeLessThan(NEAR)
    }
  })

  it('keeps the same thud where noise hides whether there is air in it', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const hidden = pausesAfterThuds({ room: 0.04, gap: 0.05, thud: 0.09, air: 0 }, mulberry32(seed))
      for (const { middle, start } of hidden) expect(start, `seed ${seed}`).toBeGreaterThan(middle)
    }
  })
})
