import { dcOf, withoutDc } from '../../audio/dc'
import { concatPcm, type Pcm, pcmFrames, slicePcm } from '../../audio/pcm'
import { clamp, type SampleRate, secondsToFrames } from '../../base/units'
import { type BandPower, energyOf, speechPower, windowPowers } from './energy'
import { loudnessOfParts, nearestSpeech } from './level'
import { floorOf, type QuietSource, quietStretches } from './quiet'
import { firstSound, lastSound, type Ruler, rulerFor } from './ruler'
import { spreadOf, voiceOf } from './spread'
import type { Surroundings } from './surroundings'

/** One seam: what the original does there. */
export interface SeamScene {
  /** Whether a pause stands at the seam. */
  readonly inPause: boolean
  /** Frames of the pause outside the replaced range. */
  readonly outside: number
  /** Frames of the pause inside the replaced range, from the seam to its sound. */
  readonly inside: number
  /** Frames of pause that the original offers to a fade from the seam inwards. At least `inside`. */
  readonly forFade: number
  /** What the original does from the seam inwards, in recording order: begins (left) or ends (right) at the seam. */
  readonly original: Pcm
}

/** All that a join needs to know about the sound around a fix. */
export interface Scene {
  readonly rate: SampleRate
  readonly channels: number
  /** Constant offset of each channel. */
  readonly dc: readonly number[]
  /** Share of a mono take that each channel gets: see `spreadOf`. */
  readonly shares: readonly number[]
  /** Loudness of the nearest speech in LUFS; `null` when there is none. */
  readonly loudness: number | null
  readonly speech: BandPower
  readonly floor: BandPower
  /** Pause sound without offset, nearest first; none where no pause is in reach. */
  readonly quiet: readonly Pcm[]
  readonly left: SeamScene
  readonly right: SeamScene
}

/** How far the pauses measured here may differ from the given ones before the given ones are believed. */
const trust = 0.12

/** Measures the surroundings of a fix. */
export function readScene(surroundings: Surroundings): Scene {
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
  const ruler = rulerFor(speech, [floor])
  const all = pcmFrames(head) >= replacedFrames
  return {
    rate,
    channels: before.channels.length,
    dc,
    shares,
    loudness: loudnessOfParts(
      [nearestSpeech(voices[0], left.energy, 'end'), nearestSpeech(voices[1], right.energy, 'start')],
      rate,
    ),
    speech,
    floor,
    quiet: quietStretches(sources, floor),
    left: {
      inPause: pauseBefore !== null,
      outside: pauseBefore?.outside ?? 0,
      inside: pauseBefore === null ? 0 : insideOf(head, insideLeft, 'start', { shares, ruler }),
      forFade: insideLeft >= replacedFrames ? insideLeft + (pauseAfter?.outside ?? 0) : insideLeft,
      original: all ? concatPcm([head, after]) : head,
    },
    right: {
      inPause: pauseAfter !== null,
      outside: pauseAfter?.outside ?? 0,
      inside: pauseAfter === null ? 0 : insideOf(tail, insideRight, 'end', { shares, ruler }),
      forFade: insideRight >= replacedFrames ? insideRight + (pauseBefore?.outside ?? 0) : insideRight,
      original: all ? concatPcm([before, tail]) : tail,
    },
  }
}

/**
 * The pause part of `range` at its `edge`, measured with the ruler the take is measured with; `given` where that finds something
 * else altogether.
 */
function insideOf(
  range: Pcm,
  given: number,
  edge: 'start' | 'end',
  by: { readonly shares: readonly number[]; readonly ruler: Ruler },
): number {
  const length = pcmFrames(range)
  const reach = secondsToFrames(trust, range.rate)
  const energy = energyOf(voiceOf(range, by.shares), range.rate)
  const search = clamp(given + reach, 0, length)
  const sound =
    edge === 'start' ? firstSound(energy, by.ruler, 0, search) : lastSound(energy, by.ruler, length - search, length)
  if (sound === null) return given
  const inside = edge === 'start' ? sound : length - sound
  return Math.abs(inside - given) <= reach ? inside : given
}

function channelDc(parts: readonly (Float32Array | undefined)[]): number {
  const present = parts.filter((part) => part !== undefined)
  const length = present.reduce((sum, part) => sum + part.length, 0)
  return length === 0 ? 0 : present.reduce((sum, part) => sum + dcOf(part) * part.length, 0) / length
}
