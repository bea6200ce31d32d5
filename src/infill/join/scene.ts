import { dcOf, withoutDc } from '../../audio/dc'
import { concatPcm, type Pcm, pcmFrames, slicePcm } from '../../audio/pcm'
import { clamp, type SampleRate, secondsToFrames } from '../../base/units'
import { type BandPower, type Energy, energyOf, speechPower, windowPowers } from './energy'
import { type FloorBands, floorBandsOf } from './floor'
import { levelOfParts, nearestSpeech, roomPower } from './level'
import { floorOf, type QuietSource, quietStretches, roomFloorOf } from './quiet'
import { firstSound, lastSound, plainRuler, type Ruler } from './ruler'
import { spreadOf, voiceOf } from './spread'
import type { Surroundings } from './surroundings'
import { speechSpectrum } from './toneMatch'

/** One seam: what the original does there. */
export interface SeamScene {
  /** Whether a pause stands at the seam. */
  readonly inPause: boolean
  /** Frames of the pause outside the replaced range. */
  readonly outside: number
  /** Frames of the pause inside the replaced range, from the seam to its sound. */
  readonly inside: number
  /** Whether `inside` reaches to plain sound (see `plainRuler`), or only to where the pause ends, with any sound. */
  readonly plain: boolean
  /** Frames of pause that the original offers to a fade from the seam inwards. At least `inside`. */
  readonly forFade: number
  /** What the original does from the seam inwards, in recording order: begins (left) or ends (right) at the seam. */
  readonly original: Pcm
  /** The speaker's channel of the nearest second of it, without offset. */
  readonly voice: Float32Array
}

/** All that a join needs to know about the sound around a fix. */
export interface Scene {
  readonly rate: SampleRate
  readonly channels: number
  /** Constant offset of each channel. */
  readonly dc: readonly number[]
  /** Share of a mono take that each channel gets: see `spreadOf`. */
  readonly shares: readonly number[]
  /** Level of the nearest speech on both sides in dB (see `speechLevel`); `null` when there is none. */
  readonly level: number | null
  /** The same of the speech that is replaced; `null` when there is none. */
  readonly replacedLevel: number | null
  /** Long-term spectrum of the nearest speech; `null` when there is none. */
  readonly spectrum: Float64Array | null
  readonly speech: BandPower
  readonly floor: BandPower
  /** Pause sound without offset, nearest first; none where no pause is in reach. */
  readonly quiet: readonly Pcm[]
  /** What `quiet` adds to a level of speech in the speaker's channel: see `roomPower`. */
  readonly roomPower: number
  /** The highest sample of `quiet`, 1 = full scale. */
  readonly quietPeak: number
  /** The bands of `quiet`, for each channel. */
  readonly floorBands: readonly FloorBands[]
  /** Median length of the pauses around, in frames, as far as it is known. */
  readonly typicalPause: number | null
  /** The speaker's channel of what is replaced: all of it, or its first and last 5 s. */
  readonly replaced: Replaced
  /** What `replacedLevel` and the pauses inside what is replaced were measured with: an insert's are to be measured with the same. */
  readonly ruler: Ruler
  readonly left: SeamScene
  readonly right: SeamScene
}

/** What is replaced, and where the pauses at its ends are said to be, in frames; `null` where there is none. */
interface Replaced {
  readonly voice: Float32Array
  readonly energy: Energy
  readonly pauses: { readonly left: number | null; readonly right: number | null }
}

/** How far, in seconds, plain sound may be from the edge of its pause before that edge is believed. */
const trust = 0.2

/** Less replaced sound than this, in seconds, says nothing about how loud the speaker was. */
const leastReplaced = 0.15

/** Measures the surroundings of a fix, and what it replaces by the recording's own levels. */
export function readScene(surroundings: Surroundings): Scene {
  const scene = readAround(surroundings)
  return seenBy(scene, scene.ruler)
}

/** `scene` with what is replaced measured by `ruler`: pauses and levels of a take compare with those found by the same ruler. */
export function seenBy(scene: Scene, ruler: Ruler): Scene {
  const { left, right, replaced } = scene
  return {
    ...scene,
    ruler,
    replacedLevel: replacedLevel(replaced, ruler, scene.roomPower),
    left: { ...left, ...insideOf(replaced, 'left', ruler) },
    right: { ...right, ...insideOf(replaced, 'right', ruler) },
  }
}

function readAround(surroundings: Surroundings): Scene {
  const { before, after, head, tail, replacedFrames, pauseBefore, pauseAfter } = surroundings
  const rate = before.rate
  const dc = before.channels.map((samples, channel) => channelDc([samples, after.channels[channel]]))
  const centred = (pcm: Pcm): Pcm => ({
    rate,
    channels: pcm.channels.map((samples, channel) => withoutDc(samples, dc[channel] ?? 0)),
  })
  const contexts = [centred(before), centred(after)] as const
  const shares = spreadOf(contexts)

  const insideLeft = pauseBefore?.inside ?? 0
  const insideRight = pauseAfter?.inside ?? 0
  const leftPcm = concatPcm([contexts[0], centred(slicePcm(head, 0, insideLeft))])
  const rightPcm = concatPcm([
    centred(slicePcm(tail, Math.max(0, pcmFrames(tail) - insideRight), pcmFrames(tail))),
    contexts[1],
  ])
  const voices = [voiceOf(leftPcm, shares), voiceOf(rightPcm, shares)] as const
  const leftLength = pcmFrames(leftPcm)
  const sources: readonly [QuietSource, QuietSource] = [
    {
      pcm: leftPcm,
      energy: energyOf(voices[0], rate),
      pause: { start: leftLength - insideLeft - (pauseBefore?.outside ?? 0), end: leftLength },
      nearEnd: 'end',
    },
    {
      pcm: rightPcm,
      energy: energyOf(voices[1], rate),
      pause: { start: 0, end: insideRight + (pauseAfter?.outside ?? 0) },
      nearEnd: 'start',
    },
  ]
  const [left, right] = sources
  const speech = speechPower([left, right].flatMap(({ energy }) => windowPowers(energy, 0, energy.length)))
  const floor = floorOf(sources)
  const all = pcmFrames(head) >= replacedFrames
  const leftOriginal = all ? concatPcm([head, after]) : head
  const rightOriginal = all ? concatPcm([before, tail]) : tail
  const nearest = [
    nearestSpeech(voices[0], left.energy, 'end'),
    nearestSpeech(voices[1], right.energy, 'start'),
  ] as const
  const quiet = quietStretches(sources, roomFloorOf(sources))
  const room = roomPower(
    quiet.map((stretch) => voiceOf(stretch, shares)),
    rate,
  )
  return {
    rate,
    channels: before.channels.length,
    dc,
    shares,
    level: levelOfParts(nearest, rate, room),
    replacedLevel: null,
    spectrum: speechSpectrum(nearest, rate),
    speech,
    floor,
    quiet,
    quietPeak: peakOf(quiet),
    roomPower: room,
    floorBands: floorBandsOf(quiet, rate),
    typicalPause: surroundings.typicalPause ?? null,
    replaced: replacedPart(surroundings, shares),
    ruler: plainRuler(speech, floor),
    left: {
      inPause: pauseBefore !== null,
      outside: pauseBefore?.outside ?? 0,
      inside: insideLeft,
      plain: false,
      forFade: insideLeft >= replacedFrames ? insideLeft + (pauseAfter?.outside ?? 0) : insideLeft,
      original: leftOriginal,
      voice: nearVoice(slicePcm(leftOriginal, 0, rate), shares, dc),
    },
    right: {
      inPause: pauseAfter !== null,
      outside: pauseAfter?.outside ?? 0,
      inside: insideRight,
      plain: false,
      forFade: insideRight >= replacedFrames ? insideRight + (pauseBefore?.outside ?? 0) : insideRight,
      original: rightOriginal,
      voice: nearVoice(
        slicePcm(rightOriginal, Math.max(0, pcmFrames(rightOriginal) - rate), pcmFrames(rightOriginal)),
        shares,
        dc,
      ),
    },
  }
}

function replacedPart(surroundings: Surroundings, shares: readonly number[]): Replaced {
  const { head, tail, replacedFrames, pauseBefore, pauseAfter } = surroundings
  const rest = slicePcm(tail, Math.max(0, pcmFrames(head) + pcmFrames(tail) - replacedFrames), pcmFrames(tail))
  const voice = voiceOf(concatPcm([head, rest]), shares)
  return {
    voice,
    energy: energyOf(voice, head.rate),
    pauses: { left: pauseBefore?.inside ?? null, right: pauseAfter?.inside ?? null },
  }
}

/**
 * How much of the pause at a seam lies inside what is replaced, up to plain sound by `ruler`; the pause as it was found where that
 * is something else altogether.
 */
function insideOf(
  { energy, pauses }: Replaced,
  side: 'left' | 'right',
  ruler: Ruler,
): { readonly inside: number; readonly plain: boolean } {
  const given = pauses[side]
  if (given === null) return { inside: 0, plain: false }
  const { length, rate } = energy
  const reach = secondsToFrames(trust, rate)
  const search = clamp(given + reach, 0, length)
  const sound =
    side === 'left' ? firstSound(energy, ruler, 0, search) : lastSound(energy, ruler, length - search, length)
  const inside = sound === null ? Number.NaN : side === 'left' ? sound : length - sound
  return Math.abs(inside - given) <= reach ? { inside, plain: true } : { inside: given, plain: false }
}

/** Level of what is replaced, from its first plain sound to its last. */
function replacedLevel({ voice, energy }: Replaced, ruler: Ruler, room: number): number | null {
  const start = firstSound(energy, ruler, 0, voice.length)
  const end = start === null ? null : lastSound(energy, ruler, start, voice.length)
  if (start === null || end === null || end - start < leastReplaced * energy.rate) return null
  return levelOfParts([voice.subarray(start, end)], energy.rate, room)
}

function nearVoice(pcm: Pcm, shares: readonly number[], dc: readonly number[]): Float32Array {
  const loudest = shares.indexOf(Math.max(...shares))
  return withoutDc(voiceOf(pcm, shares), dc[loudest] ?? 0)
}

function peakOf(stretches: readonly Pcm[]): number {
  let peak = 0
  for (const { channels } of stretches) {
    for (const samples of channels) for (const value of samples) peak = Math.max(peak, Math.abs(value))
  }
  return peak
}

function channelDc(parts: readonly (Float32Array | undefined)[]): number {
  const present = parts.filter((part) => part !== undefined)
  const length = present.reduce((sum, part) => sum + part.length, 0)
  return length === 0 ? 0 : present.reduce((sum, part) => sum + dcOf(part) * part.length, 0) / length
}
