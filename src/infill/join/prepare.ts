import { dcOf, withoutDc } from '../../audio/dc'
import { dbToPower } from '../../audio/decibel'
import { type Pcm, toMono } from '../../audio/pcm'
import { resample } from '../../audio/resample'
import { truePeak } from '../../audio/truePeak'
import { scaled } from './energy'
import { measureFloor, shaped, type TakeFloor } from './floor'
import { levelOfParts, targetLevel } from './level'
import { readScene, type Scene } from './scene'
import type { Surroundings } from './surroundings'
import { matchTone } from './toneMatch'
import { type MeasuredTake, measureTake, soundOf } from './trim'

/** A take as one channel at the recording's rate, without offset, and all that was measured on it. */
export interface Voice {
  readonly samples: Float32Array
  readonly measured: MeasuredTake
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

/** Measures the surroundings of a fix, and the take that is to go there; `null` closes the gap instead. */
export function prepareJoin(take: Pcm | null, surroundings: Surroundings): PreparedJoin {
  const scene = readScene(surroundings)
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

function measureVoice(samples: Float32Array, scene: Scene): Voice {
  const { rate } = scene
  const measured = measureTake(samples, rate)
  const { start, end } = soundOf(measured)
  const spoken = samples.subarray(start, end)
  const level = levelOfParts([spoken], rate)
  const target = targetLevel('replaced', { replaced: scene.replacedLevel, around: scene.level })
  const back = level === null || target === null ? 1 : dbToPower(level - target)
  return {
    samples,
    measured,
    floor: measureFloor(samples, measured.energy, measured.own, scaled(scene.floor, back)),
    level,
    peak: truePeak(spoken),
    wholePeak: truePeak(samples),
  }
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
