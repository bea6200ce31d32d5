import { describe, expect, it } from 'vitest'
import { type Pcm, pcmFrames } from '../../audio/pcm'
import { mulberry32 } from '../../base/random'
import { frames, sampleRate } from '../../base/units'
import { defaultJoin } from '../../edit/joinSettings'
import { asService, type Degradation, type SyntheticSpeech, syntheticSpeech } from '../../testing/syntheticSpeech'
import { energyOf, powerIn } from './energy'
import { join } from './join'
import type { Surroundings } from './surroundings'

const clean: Degradation = { gainDb: 0, dc: 0, leadSeconds: 0, tailSeconds: 0 }

/** One fix of a synthetic recording: some words are replaced by themselves as a service would speak them. */
interface Case {
  readonly speech: SyntheticSpeech
  /** The original as the listener has it, one channel or more. */
  readonly original: Pcm
  /** The replaced range, in frames. */
  readonly start: number
  readonly end: number
  readonly surroundings: Surroundings
  readonly take: Pcm
}

const made = new Map<string, SyntheticSpeech>()

/** Made once for each kind: making it costs more than joining it. */
function speechOf(seed: number, rate: number, roomDb: number): SyntheticSpeech {
  const key = `${seed} ${rate} ${roomDb}`
  const speech = made.get(key) ?? syntheticSpeech({ seed, rate, seconds: 9, roomDb })
  made.set(key, speech)
  return speech
}

interface CaseOptions {
  readonly seed: number
  readonly rate?: number
  readonly roomDb?: number
  readonly how?: Degradation
  readonly words?: number
  /** How much of the pause lies in the replaced range, in seconds. */
  readonly inside?: number
  readonly channels?: readonly number[]
  readonly dc?: number
}

function makeCase(options: CaseOptions): Case {
  const { seed, rate = 48_000, roomDb = -55, how = clean, words = 3, inside = 0.025, channels = [1], dc = 0 } = options
  const speech = speechOf(seed, rate, roomDb)
  const index = Math.floor(speech.words.length / 2)
  const at = (i: number) => speech.words[i] ?? { start: 0, end: 0 }
  const start = at(index).start - Math.round(inside * rate)
  const end = at(index + words - 1).end + Math.round(inside * rate)
  const original: Pcm = {
    rate: sampleRate(rate),
    channels: channels.map((share) =>
      speech.recording.map((_, i) => share * (speech.voice[i] ?? 0) + (speech.room[i] ?? 0) + dc),
    ),
  }
  const cut = (from: number, to: number): Pcm => ({
    rate: original.rate,
    channels: original.channels.map((samples) => samples.slice(Math.max(0, from), Math.max(from, to))),
  })
  const surroundings: Surroundings = {
    before: cut(start - 10 * rate, start),
    head: cut(start, Math.min(end, start + rate)),
    tail: cut(Math.max(start, end - rate), end),
    after: cut(end, end + 10 * rate),
    pauseBefore: { outside: frames(start - at(index - 1).end), inside: frames(at(index).start - start) },
    pauseAfter: { inside: frames(end - at(index + words - 1).end), outside: frames(at(index + words).start - end) },
    replacedFrames: frames(end - start),
  }
  const spoken = speech.voice.slice(start, end).map((value, i) => value + 0.35 * (speech.room[start + i] ?? 0))
  const sent = asService(spoken, rate, how)
  return { speech, original, start, end, surroundings, take: { rate: sampleRate(sent.rate), channels: [sent.samples] } }
}

const hows: readonly Degradation[] = [
  clean,
  { gainDb: -5, dc: 0.001, leadSeconds: 0.01, tailSeconds: 0.229 },
  { gainDb: 3, dc: 0.001, leadSeconds: 0.03, tailSeconds: 0.1 },
  { gainDb: -3, dc: -0.002, leadSeconds: 0, tailSeconds: 0.02 },
]

const cases = hows.flatMap((how, i) =>
  [1, 2, 3].map((seed) => ({ how, seed: seed + 10 * i, rate: seed === 2 ? 44_100 : 48_000 })),
)

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
}

function samplesOf(pcm: Pcm): Float32Array {
  return pcm.channels[0] ?? new Float32Array(0)
}

/** How many samples two sounds begin with alike. */
function same(a: Float32Array, b: Float32Array): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? a.length : at
}

describe('a take that is the removed words themselves, as a service returns them', () => {
  it.each(cases)('comes back to level, length and floor: %j', (options) => {
    const { surroundings, take, speech, start, end } = makeCase(options)
    const { insert, report } = join(take, surroundings, defaultJoin)
    const length = pcmFrames(insert)
    expect(report.insertFrames).toBe(length)
    expect(report.addedFrames).toBe(length - (end - start))
    expect(Math.abs(report.addedFrames) / options.rate).toBeLessThan(0.015)
    expect(Math.abs(report.levelDifferenceDb ?? 99)).toBeLessThan(0.8)
    expect(Math.abs(report.floorDifferenceDb ?? 99)).toBeLessThan(1.5)
    for (const seam of [report.left, report.right]) {
      expect(seam.stepRatio).toBeLessThanOrEqual(1.5)
      expect(Math.abs(seam.pauseMs - (seam.originalPauseMs ?? 0))).toBeLessThan(15)
    }
    expect(report.peakDb).toBeLessThanOrEqual(-1)
    const ratio = rms(insert.channels[0] ?? new Float32Array(1)) / rms(speech.recording.subarray(start, end))
    expect(Math.abs(20 * Math.log10(ratio))).toBeLessThan(3)
  })

  it.each([-70, -40, -35])('holds with a room at %d dBFS', (roomDb) => {
    const { surroundings, take } = makeCase({ seed: 5, roomDb, how: hows[1] ?? clean })
    const { report } = join(take, surroundings, defaultJoin)
    expect(Math.abs(report.levelDifferenceDb ?? 99)).toBeLessThan(1)
    expect(Math.abs(report.addedFrames) / 48_000).toBeLessThan(0.025)
    expect(Math.abs(report.floorDifferenceDb ?? 99)).toBeLessThan(2)
  })
})

describe('laws', () => {
  const { surroundings, take, original, start, end } = makeCase({ seed: 77, how: hows[1] ?? clean })
  const { insert, report } = join(take, surroundings, defaultJoin)

  it('begins and ends with the original sample itself, so that no seam has a step of its own', () => {
    expect(insert.channels[0]?.[0]).toBe(original.channels[0]?.[start])
    expect(insert.channels[0]?.at(-1)).toBe(original.channels[0]?.[end - 1])
  })

  it('gives the same samples for the same inputs, and leaves the inputs as they are', () => {
    const copy = structuredClone({ surroundings, take })
    expect(join(take, surroundings, defaultJoin).insert).toEqual(insert)
    expect({ surroundings, take }).toEqual(copy)
  })

  it('does not depend on the level of the take', () => {
    const louder: Pcm = { ...take, channels: take.channels.map((samples) => samples.map((value) => value * 1.5)) }
    const other = join(louder, surroundings, defaultJoin)
    expect(other.report.gainDb).toBeCloseTo(report.gainDb - 20 * Math.log10(1.5), 2)
    expect(pcmFrames(other.insert)).toBe(pcmFrames(insert))
    const [before = new Float32Array(0)] = insert.channels
    const apart = before.map((value, i) => Math.abs(value - (other.insert.channels[0]?.[i] ?? 9)))
    expect(apart.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(1e-4)
  })

  it('holds no sample that is not a number', () => {
    for (const samples of insert.channels) expect(samples.every(Number.isFinite)).toBe(true)
  })

  it('never holds digital silence, wherever the take does', () => {
    const holes = take.channels.map((samples) => {
      const cut = samples.slice()
      for (const share of [0.3, 0.6]) cut.fill(0.001, share * cut.length, share * cut.length + 2400)
      return cut
    })
    const [samples = new Float32Array(0)] = join({ ...take, channels: holes }, surroundings, defaultJoin).insert
      .channels
    for (let at = 0; at + 240 <= samples.length; at += 240)
      expect(rms(samples.subarray(at, at + 240))).toBeGreaterThan(3e-4)
  })

  it('keeps both pauses filled: no digital silence, no hole', () => {
    const energy = energyOf(insert.channels[0] ?? new Float32Array(0), insert.rate)
    for (let at = 0; at + 480 <= pcmFrames(insert); at += 240) {
      expect(powerIn(energy, at, at + 480).speech).toBeGreaterThan(10 ** (-62 / 10))
    }
  })
})

describe('settings', () => {
  const { surroundings, take } = makeCase({ seed: 31, how: hows[1] ?? clean })
  const auto = join(take, surroundings, defaultJoin).report

  it('puts a gain by hand on the take', () => {
    const report = join(take, surroundings, { ...defaultJoin, gainDb: auto.gainDb - 6 }).report
    expect(report.gainDb).toBeCloseTo(auto.gainDb - 6, 6)
    expect(report.levelDifferenceDb ?? 0).toBeCloseTo(-6, 0)
    expect(report.warnings.map(({ code }) => code)).toContain('level-off')
  })

  it('makes pauses as long as asked for', () => {
    const report = join(take, surroundings, { ...defaultJoin, leadMs: 900, tailMs: 1200 }).report
    expect(Math.abs(report.left.pauseMs - 900)).toBeLessThan(15)
    expect(Math.abs(report.right.pauseMs - 1200)).toBeLessThan(15)
    expect(Math.abs(report.floorDifferenceDb ?? 99)).toBeLessThan(1.5)
  })

  it('never shortens a pause outside the replaced range', () => {
    const report = join(take, surroundings, { ...defaultJoin, leadMs: 0 }).report
    const outside = ((surroundings.pauseBefore?.outside ?? 0) / 48_000) * 1000
    expect(report.left.pauseMs).toBeGreaterThanOrEqual(outside)
    expect(report.left.pauseMs).toBeLessThan(outside + 32)
  })

  it('fades as long as asked for, inside the pause', () => {
    expect(join(take, surroundings, { ...defaultJoin, fadeMs: 10 }).report.left.fadeMs).toBeCloseTo(10, 1)
    expect(join(take, surroundings, { ...defaultJoin, fadeMs: 250 }).report.left.fadeMs).toBeLessThanOrEqual(35)
  })

  it('hands over earlier and later when a seam is nudged, and changes nothing else', () => {
    const wide = makeCase({ seed: 31, how: hows[1] ?? clean, inside: 0.06 })
    const original = wide.original.channels[0]?.subarray(wide.start, wide.end) ?? new Float32Array(0)
    const ms = 48
    const made = (change: object) => samplesOf(join(wide.take, wide.surroundings, { ...defaultJoin, ...change }).insert)
    const plain = made({})
    const [earlier, later] = [made({ leftNudgeMs: -10 }), made({ leftNudgeMs: 5 })]
    expect([earlier.length, later.length]).toEqual([plain.length, plain.length])
    expect(Math.abs(same(plain, original) - same(earlier, original) - 10 * ms)).toBeLessThan(ms)
    expect(same(later, original)).toBeGreaterThan(same(plain, original))
    expect(later.subarray(plain.length / 2)).toEqual(plain.subarray(plain.length / 2))
    const right = made({ rightNudgeMs: 10 })
    expect(right.length).toBe(plain.length)
    expect(right.subarray(0, plain.length / 2)).toEqual(plain.subarray(0, plain.length / 2))
    const turned = original.toReversed()
    const moved = same(plain.toReversed(), turned) - same(right.toReversed(), turned)
    expect(Math.abs(moved - 10 * ms)).toBeLessThan(ms)
  })

  it('keeps the silence that the take brings when it is not to be trimmed', () => {
    const { insert } = join(take, surroundings, { ...defaultJoin, trim: false })
    const brought = Math.round((take.channels[0]?.length ?? 0) * (48_000 / take.rate))
    expect(Math.abs(pcmFrames(insert) - brought)).toBeLessThanOrEqual(1)
    expect(pcmFrames(join(take, surroundings, defaultJoin).insert)).toBeLessThan(brought - 0.2 * 48_000)
  })

  it('matches the speech around where that is asked for, and else the speech it replaces', () => {
    const quieter: Surroundings = {
      ...surroundings,
      head: { ...surroundings.head, channels: surroundings.head.channels.map((c) => c.map((v) => v / 2)) },
      tail: { ...surroundings.tail, channels: surroundings.tail.channels.map((c) => c.map((v) => v / 2)) },
    }
    const gain = (level: 'replaced' | 'around') =>
      join(take, quieter, { ...defaultJoin, level }).report.gainDb - auto.gainDb
    expect(Math.abs(gain('replaced') + 6)).toBeLessThan(0.5)
    expect(Math.abs(gain('around'))).toBeLessThan(1.5)
  })

  it('keeps a soft end of the take that is heard over the room', () => {
    const random = mulberry32(8)
    const spoken = take.channels[0] ?? new Float32Array(0)
    const last = Math.round((pcmFrames(take) / take.rate - 0.229) * take.rate)
    const hissing = spoken.map((value, i) =>
      i >= last && i < last + 0.1 * take.rate ? value + 0.012 * (random() - 0.5) : value,
    )
    const plain = pcmFrames(join(take, surroundings, defaultJoin).insert)
    const longer = pcmFrames(join({ ...take, channels: [hissing] }, surroundings, defaultJoin).insert)
    expect(longer - plain).toBeGreaterThan(0.06 * 48_000)
  })

  it('stands in the middle without spread, and where the speaker does with it', () => {
    const { surroundings: left, take: mono } = makeCase({ seed: 31, channels: [1, 0.3] })
    const sides = (spread: boolean) => {
      const { insert } = join(mono, left, { ...defaultJoin, spread })
      const [a, b] = insert.channels.map((samples) => rms(samples))
      return 20 * Math.log10((b ?? 0) / (a ?? 1))
    }
    expect(Math.abs(sides(false))).toBeLessThan(0.5)
    expect(Math.abs(sides(true) - 20 * Math.log10(0.3))).toBeLessThan(1)
  })

  it('leaves the floor alone without room tone', () => {
    const report = join(take, surroundings, { ...defaultJoin, roomTone: false }).report
    expect(report.roomTone).toBe(false)
    expect(report.floorDifferenceDb ?? 0).toBeLessThan(-3)
  })
})

describe('level limits', () => {
  it('turns up by 9 dB at most and says so', () => {
    const { surroundings, take } = makeCase({ seed: 4, how: { ...clean, gainDb: -20 } })
    const { report } = join(take, surroundings, defaultJoin)
    expect(report.gainDb).toBe(9)
    expect(report.warnings.map(({ code }) => code)).toContain('gain-limited')
  })

  it('keeps true peaks under -1 dBFS whatever gain is asked for', () => {
    const { surroundings, take } = makeCase({ seed: 4 })
    const { report } = join(take, surroundings, { ...defaultJoin, gainDb: 24 })
    expect(report.peakDb).toBeLessThanOrEqual(-1)
    expect(report.warnings.map(({ code }) => code)).toContain('peak-limited')
  })
})

describe('channels', () => {
  it('stays dual mono', () => {
    const { surroundings, take } = makeCase({ seed: 8, channels: [1, 1] })
    const { insert } = join(take, surroundings, defaultJoin)
    expect(insert.channels[1]).toEqual(insert.channels[0])
  })

  it('stays on one side, with the room on the other', () => {
    const { surroundings, take } = makeCase({ seed: 8, channels: [0, 1], roomDb: -60 })
    const { insert } = join(take, surroundings, defaultJoin)
    expect(Math.abs(20 * Math.log10(rms(insert.channels[0] ?? new Float32Array(1))) + 60)).toBeLessThan(1)
    expect(20 * Math.log10(rms(insert.channels[1] ?? new Float32Array(1)))).toBeGreaterThan(-30)
  })

  it('stands where the speaker stands, upside down too', () => {
    const { surroundings, take } = makeCase({ seed: 8, channels: [1, -0.5], roomDb: -70 })
    const [left, right] = join(take, surroundings, defaultJoin).insert.channels
    const middle = Math.floor((left?.length ?? 0) / 2)
    const near = (samples: Float32Array | undefined) =>
      samples?.subarray(middle - 9600, middle + 9600) ?? new Float32Array(1)
    expect(rms(near(right)) / rms(near(left))).toBeCloseTo(0.5, 1)
    let product = 0
    near(left).forEach((value, i) => {
      product += value * (near(right)[i] ?? 0)
    })
    expect(product).toBeLessThan(0)
  })

  it('keeps a constant offset of the recording', () => {
    const { surroundings, take } = makeCase({ seed: 9, dc: 0.01 })
    const { insert, report } = join(take, surroundings, defaultJoin)
    const samples = insert.channels[0] ?? new Float32Array(1)
    expect(samples.reduce((sum, value) => sum + value, 0) / samples.length).toBeCloseTo(0.01, 3)
    expect(report.left.stepRatio).toBeLessThanOrEqual(1.5)
  })
})

describe('cuts inside sound', () => {
  const { speech, original } = makeCase({ seed: 12 })
  const rate = 48_000
  const from = speech.words[10] ?? { start: 0, end: 0 }
  const to = speech.words[12] ?? { start: 0, end: 0 }
  const start = Math.round((from.start + from.end) / 2)
  const end = Math.round((to.start + to.end) / 2)
  const cut = (a: number, b: number): Pcm => ({
    rate: original.rate,
    channels: [original.channels[0]?.slice(a, b) ?? new Float32Array(0)],
  })
  const surroundings: Surroundings = {
    before: cut(start - 4 * rate, start),
    head: cut(start, start + 9600),
    tail: cut(end - 9600, end),
    after: cut(end, end + 3 * rate),
    pauseBefore: null,
    pauseAfter: null,
    replacedFrames: frames(end - start),
  }

  it('fades for 8–15 ms and says where it cuts', () => {
    const take: Pcm = cut(start, end)
    const { insert, report } = join(take, surroundings, defaultJoin)
    expect(report.left.fadeMs).toBeGreaterThanOrEqual(8)
    expect(report.right.fadeMs).toBeLessThanOrEqual(15)
    expect(report.warnings[0]?.code).toBe('cut-in-sound')
    expect(report.left.stepRatio).toBeLessThanOrEqual(1.2)
    expect(Math.abs(pcmFrames(insert) - (end - start))).toBeLessThan(0.03 * rate)
  })

  it('closes a gap between two sounds with one short fade', () => {
    const { insert, report } = join(null, surroundings, defaultJoin)
    expect(report.kind).toBe('removal')
    expect(pcmFrames(insert) / rate).toBeGreaterThanOrEqual(0.008)
    expect(pcmFrames(insert) / rate).toBeLessThanOrEqual(0.025)
    expect(insert.channels[0]?.[0]).toBe(original.channels[0]?.[start])
    expect(insert.channels[0]?.at(-1)).toBe(original.channels[0]?.[end - 1])
  })
})

describe('a removal', () => {
  it('closes the gap inside the pauses, with no step and no hole', () => {
    const { surroundings, original, start, end } = makeCase({ seed: 15 })
    const { insert, report } = join(null, surroundings, defaultJoin)
    const length = pcmFrames(insert)
    expect(length).toBeGreaterThan(0)
    expect(insert.channels[0]?.[0]).toBe(original.channels[0]?.[start])
    expect(insert.channels[0]?.at(-1)).toBe(original.channels[0]?.[end - 1])
    expect(report.addedFrames).toBe(length - (end - start))
    expect(20 * Math.log10(rms(insert.channels[0] ?? new Float32Array(1)))).toBeCloseTo(-55, -0.5)
    expect(report.gainDb).toBe(0)
  })

  it('leaves a pause as long as asked for, filled with room tone', () => {
    const { surroundings } = makeCase({ seed: 15 })
    const { insert, report } = join(null, surroundings, { ...defaultJoin, leadMs: 1500 })
    expect(report.left.pauseMs).toBeCloseTo(1500, 0)
    expect(Math.abs(20 * Math.log10(rms(insert.channels[0] ?? new Float32Array(1))) + 55)).toBeLessThan(1.5)
  })

  it('leaves each length that is asked for, from one fade on', () => {
    const { surroundings } = makeCase({ seed: 15 })
    const outside = (surroundings.pauseBefore?.outside ?? 0) + (surroundings.pauseAfter?.outside ?? 0)
    const shortest = (1000 * outside) / 48_000
    for (const more of [64, 80, 100, 119, 121, 160]) {
      const { report } = join(null, surroundings, { ...defaultJoin, leadMs: shortest + more })
      expect(report.left.pauseMs).toBeCloseTo(shortest + more, 0)
      expect(Math.max(report.left.stepRatio ?? 0, report.right.stepRatio ?? 0)).toBeLessThan(2)
    }
  })
})

describe('edges of a recording', () => {
  const { take, surroundings } = makeCase({ seed: 21 })
  const none: Pcm = {
    rate: take.rate === surroundings.before.rate ? take.rate : surroundings.before.rate,
    channels: [new Float32Array(0)],
  }

  it('inserts into a pause without replacing anything', () => {
    const gap = { ...surroundings, head: none, tail: none, replacedFrames: frames(0) }
    const pauses = {
      pauseBefore: { outside: frames(2000), inside: frames(0) },
      pauseAfter: { inside: frames(0), outside: frames(2000) },
    }
    const { insert, report } = join(take, { ...gap, ...pauses }, defaultJoin)
    expect(report.addedFrames).toBe(pcmFrames(insert))
    expect(insert.channels[0]?.[0]).toBe(surroundings.after.channels[0]?.[0])
    expect(insert.channels[0]?.at(-1)).toBe(surroundings.before.channels[0]?.at(-1))
    expect(pcmFrames(join(null, { ...gap, ...pauses }, defaultJoin).insert)).toBeGreaterThanOrEqual(0)
  })

  it('works with no sound before, after, or at all', () => {
    for (const change of [
      { before: none, pauseBefore: null },
      { after: none, pauseAfter: null },
      { before: none, after: none },
      {
        before: none,
        after: none,
        head: none,
        tail: none,
        pauseBefore: null,
        pauseAfter: null,
        replacedFrames: frames(0),
      },
    ]) {
      for (const what of [take, null]) {
        const { insert, report } = join(what, { ...surroundings, ...change }, defaultJoin)
        for (const samples of insert.channels) expect(samples.every(Number.isFinite)).toBe(true)
        expect(report.insertFrames).toBe(pcmFrames(insert))
      }
    }
  })

  it('works in digital silence', () => {
    const { surroundings: silent, take: dry } = makeCase({ seed: 3, roomDb: -200 })
    const { insert, report } = join(dry, silent, defaultJoin)
    expect(insert.channels[0]?.every(Number.isFinite)).toBe(true)
    expect(Math.abs(report.levelDifferenceDb ?? 99)).toBeLessThan(0.8)
  })
})
