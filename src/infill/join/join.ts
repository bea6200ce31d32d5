import { dcOf, withoutDc } from '../../audio/dc'
import { fromDb } from '../../audio/decibel'
import { type Pcm, toMono } from '../../audio/pcm'
import { resample } from '../../audio/resample'
import { truePeak } from '../../audio/truePeak'
import { mulberry32 } from '../../base/random'
import type { SampleRate } from '../../base/units'
import type { JoinSettings } from '../../edit/joinSettings'
import { type JoinReport, measureJoin } from '../report'
import { type Body, closeGap, mixBody, writeSeams } from './compose'
import { type Gain, loudnessOfParts, matchGain } from './level'
import { limitPeaks } from './limit'
import { planSeam, type SeamPlan, type TakeEnd } from './planSeam'
import { planRemoval } from './removal'
import { roomTone } from './roomTone'
import { readScene, type Scene } from './scene'
import { voiceOf } from './spread'
import type { Surroundings } from './surroundings'
import { measureTake, soundOf, type TakeEdges, takeEdges } from './trim'

/** An insert and what was done to make it. */
export interface Joined {
  /** At the recording's rate and channel count. Its first and last samples are the original's own, so no seam has a step. */
  readonly insert: Pcm
  readonly report: JoinReport
}

/**
 * Makes `take` sit in its `surroundings`; `null` closes the gap instead. Pure: equal inputs give equal samples.
 * In this order: offset, rate, level, trim and pauses, channels, room tone, fades. Nothing outside the replaced range is touched.
 */
export function join(take: Pcm | null, surroundings: Surroundings, settings: JoinSettings): Joined {
  const scene = readScene(surroundings)
  return take === null ? remove(scene, surroundings, settings) : place(take, scene, surroundings, settings)
}

function place(take: Pcm, scene: Scene, surroundings: Surroundings, settings: JoinSettings): Joined {
  const raw = atRate(take, scene.rate)
  const measured = measureTake(raw, scene.rate)
  const sound = soundOf(measured)
  const spoken = raw.subarray(sound.start, sound.end)
  const gain = matchGain(
    settings.gainDb,
    { take: loudnessOfParts([spoken], scene.rate), around: scene.loudness },
    truePeak(spoken),
    restPeak(scene),
  )
  const ratio = fromDb(gain.db)
  const samples = limitPeaks(
    raw.map((value) => value * ratio),
    gain.ceiling,
    scene.rate,
  )
  const edges = takeEdges(measured, ratio, scene.speech, scene.floor)

  const tone = settings.roomTone && scene.quiet.length > 0
  const left = planSeam(
    scene.left,
    leftEnd(samples, edges, scene),
    { pauseMs: settings.leadMs, fadeMs: settings.fadeMs, tone },
    scene.rate,
  )
  const right = planSeam(
    scene.right,
    rightEnd(samples, edges, scene),
    { pauseMs: settings.tailMs, fadeMs: settings.fadeMs, tone },
    scene.rate,
  )

  const length = left.lead + edges.heardEnd - edges.heardStart + right.lead
  const body: Body = {
    samples: samples.subarray(left.from, samples.length - right.from),
    at: left.lead - (edges.heardStart - left.from),
    rampIn: left.ramp,
    rampOut: right.ramp,
    floorShare: floorShare(measured.floor.speech * ratio * ratio, scene.floor.speech),
  }
  const insert = mixBody(scene, length, body, tone ? roomTone(scene.quiet, length, mulberry32(length)) : null)
  const fades = fitFades(left, right, length)
  writeSeams(scene, insert, fades.left, fades.right)
  return { insert, report: reportOf(scene, surroundings, insert, { gain, left, right, fades, tone, settings }) }
}

function remove(scene: Scene, surroundings: Surroundings, settings: JoinSettings): Joined {
  const ends = { left: voiceFrom(scene.left.original, scene), right: voiceFrom(scene.right.original, scene) }
  const plan = planRemoval(
    scene.left,
    scene.right,
    ends,
    { pauseMs: settings.leadMs, fadeMs: settings.fadeMs },
    scene.rate,
  )
  const left = { length: plan.fadeLeft, correlation: plan.correlation }
  const right = { length: plan.fadeRight, correlation: plan.correlation }
  const tone = settings.roomTone && scene.quiet.length > 0
  let insert: Pcm
  if (plan.fadeLeft === plan.length) insert = closeGap(scene, plan.length, plan.correlation)
  else {
    insert = mixBody(
      scene,
      plan.length,
      null,
      tone ? roomTone(scene.quiet, plan.length, mulberry32(plan.length)) : null,
    )
    writeSeams(scene, insert, left, right)
  }
  return {
    insert,
    report: reportOf(scene, surroundings, insert, {
      gain: null,
      left: null,
      right: null,
      fades: { left, right },
      tone,
      settings,
    }),
  }
}

interface Facts {
  readonly gain: Gain | null
  readonly left: SeamPlan | null
  readonly right: SeamPlan | null
  readonly fades: Fades
  readonly tone: boolean
  readonly settings: JoinSettings
}

interface Fades {
  readonly left: { readonly length: number; readonly correlation: number }
  readonly right: { readonly length: number; readonly correlation: number }
}

function reportOf(scene: Scene, surroundings: Surroundings, insert: Pcm, facts: Facts): JoinReport {
  return measureJoin({
    scene,
    before: surroundings.before,
    after: surroundings.after,
    replacedFrames: surroundings.replacedFrames,
    insert,
    gain: facts.gain,
    fadeLeft: facts.fades.left.length,
    fadeRight: facts.fades.right.length,
    roomTone: facts.tone,
    settings: facts.settings,
  })
}

/** The take as one channel at `rate`, without offset. */
function atRate(take: Pcm, rate: SampleRate): Float32Array {
  const mono = toMono(take)
  return resample(withoutDc(mono, dcOf(mono)), take.rate, rate)
}

function voiceFrom(pcm: Pcm, scene: Scene): Float32Array {
  const loudest = scene.shares.indexOf(Math.max(...scene.shares))
  return withoutDc(voiceOf(pcm, scene.shares), scene.dc[loudest] ?? 0)
}

function leftEnd(samples: Float32Array, edges: TakeEdges, scene: Scene): TakeEnd {
  return { samples, start: edges.start, heard: edges.heardStart, original: voiceFrom(scene.left.original, scene) }
}

function rightEnd(samples: Float32Array, edges: TakeEdges, scene: Scene): TakeEnd {
  const { length } = samples
  return {
    samples: samples.toReversed(),
    start: length - edges.end,
    heard: length - edges.heardEnd,
    original: voiceFrom(scene.right.original, scene).reverse(),
  }
}

/** What else sounds with a take at most, full scale 1: room tone, whose grains overlap by two, and offset. */
function restPeak(scene: Scene): number {
  let peak = 0
  for (const stretch of scene.quiet) {
    for (const samples of stretch.channels) for (const value of samples) peak = Math.max(peak, Math.abs(value))
  }
  return peak * Math.SQRT2 + Math.max(0, ...scene.dc.map(Math.abs))
}

function floorShare(take: number, recording: number): number {
  return recording > 0 ? Math.min(1, take / recording) : 1
}

/** Both fades, shortened alike where the insert is too short for them. */
function fitFades(left: SeamPlan, right: SeamPlan, length: number): Fades {
  const scale = Math.min(1, length / Math.max(1, left.fade + right.fade))
  const fit = (plan: SeamPlan) => {
    const fade = Math.floor(plan.fade * scale)
    return { length: fade < 2 ? 0 : fade, correlation: plan.correlation }
  }
  return { left: fit(left), right: fit(right) }
}
