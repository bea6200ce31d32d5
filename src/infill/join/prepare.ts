import { dcOf, withoutDc } from '../../audio/dc'
import { fromDb } from '../../audio/decibel'
import { type Pcm, toMono } from '../../audio/pcm'
import { resample } from '../../audio/resample'
import { truePeak } from '../../audio/truePeak'
import { scaled } from './energy'
import { measureFloor, shaped, type TakeFloor } from './floor'
import { levelOfParts } from './level'
import { readScene, type Scene, seenBy } from './scene'
import type { Surroundings } from './surroundings'
import { matchTone } from './toneMatch'
import { commonRuler, type MeasuredTake, measureTake, soundOf, type TakeEdges, takeEdges } from './trim'

/** A take as one channel at the recording's rate, without offset, and all that was measured on it. */
export interface Voice {
  readonly samples: Float32Array
  /** What it is to stand in, measured by the same ruler. */
  readonly scene: Scene
  readonly measured: MeasuredTake
  readonly edges: TakeEdges
  readonly floor: TakeFloor
  /** Level of its sound in dB (see `speechLevel`); `null` for silence. */
  readonly level: number | null
  /** True peak of its sound, 1 = full scale. */
  readonly peak: number
  /** True peak of all of it. */
  readonly wholePeak: number
}

/** All of a join that no setting changes: made once, rendered as often as a control moves. */
export interface PreparedJoin {
  readonly scene: Scene
  readonly surroundings: Surroundings
  /** The take as it came, or with its tone matched; `null` for a removal. Each is made when it is first asked for. */
  voice(toneMatch: boolean): Voice | null
  /** `scene.quiet` through `gains`, for each channel. The last answer is kept: most settings leave the gains alone. */
  readonly lacking: (gains: readonly Float64Array[]) => readonly Pcm[]
}

/** The part of a join that is the same for every take that goes there. */
export type MeasuredPlace = Pick<PreparedJoin, 'scene' | 'surroundings'>

/** Measures what a fix is to sit in. */
export function measurePlace(surroundings: Surroundings): MeasuredPlace {
  return { scene: readScene(surroundings), surroundings }
}

/** Measures the take that is to go to a place; `null` closes the gap instead. */
export function prepareJoin(take: Pcm | null, { scene, surroundings }: MeasuredPlace): PreparedJoin {
  const lacking = keepLast((gains: readonly Float64Array[]) => shaped(scene.quiet, gains))
  if (take === null) return { scene, surroundings, voice: () => null, lacking }
  const mono = toMono(take)
  const samples = resample(withoutDc(mono, dcOf(mono)), take.rate, scene.rate)
  const plain = measureVoice(samples, scene)
  let matched: Voice | null = null
  return {
    scene,
    surroundings,
    lacking,
    voice: (toneMatch) => {
      if (!toneMatch) return plain
      matched ??= measureVoice(matchTone(samples, scene.rate, scene.spectrum), scene)
      return matched
    },
  }
}

function measureVoice(samples: Float32Array, around: Scene): Voice {
  const { rate, speech, floor } = around
  const measured = measureTake(samples, rate)
  const own = soundOf(measured)
  // A room weighs in the take as it does in the recording.
  const room = floor.speech > 0 ? (measured.floor.speech * around.roomPower) / floor.speech : 0
  let scene = around
  let edges: TakeEdges = { ...own, heardStart: own.start, heardEnd: own.end, softEnd: own.end }
  let level = levelOfParts([samples.subarray(own.start, own.end)], rate, room)
  // Where the take sounds follows from its level against the original's, and that from where it sounds.
  for (let pass = 0; pass < 2; pass++) {
    const gain = likeGain(level, scene)
    const ruler = commonRuler(measured, gain, speech, floor)
    scene = seenBy(around, ruler)
    edges = takeEdges(measured, gain, ruler, floor)
    level = levelOfParts([samples.subarray(edges.heardStart, edges.heardEnd)], rate, room) ?? level
  }
  const back = likeGain(level, scene) ** -2
  return {
    samples,
    scene,
    measured,
    edges,
    floor: measureFloor(samples, measured.energy, measured.own, scaled(floor, back)),
    level,
    peak: truePeak(samples.subarray(own.start, own.end)),
    wholePeak: truePeak(samples),
  }
}

/** The gain, a ratio of amplitudes, at which speech of level `take` in dB is as loud as what it replaces. */
function likeGain(take: number | null, { replacedLevel, level }: Scene): number {
  const target = replacedLevel ?? level
  return take === null || target === null ? 1 : fromDb(target - take)
}

/** `make` that remembers its last answer. */
function keepLast<Result>(
  make: (gains: readonly Float64Array[]) => Result,
): (gains: readonly Float64Array[]) => Result {
  let last: { readonly key: string; readonly result: Result } | null = null
  return (gains) => {
    const key = gains.map((channel) => channel.join()).join(';')
    if (last?.key !== key) last = { key, result: make(gains) }
    return last.result
  }
}
