import { fromDb } from '../../audio/decibel'
import type { Pcm } from '../../audio/pcm'
import { mulberry32 } from '../../base/random'
import type { JoinSettings } from '../../edit/joinSettings'
import { type JoinReport, measureJoin } from '../report'
import { type Body, closeGap, mixBody, type RoomTones, type SeamFade, writeSeams } from './compose'
import { type FloorBands, lackOf } from './floor'
import { applyHold, innerPauses, planHold } from './hold'
import { type Gain, matchGain, targetLevel } from './level'
import { limitPeaks } from './limit'
import { planSeam, type SeamPlan, type SeamWish, type TakeEnd } from './planSeam'
import { measurePlace, type PreparedJoin, prepareJoin, type Voice } from './prepare'
import { planRemoval } from './removal'
import { planGrains, roomTone } from './roomTone'
import type { Scene, SeamScene } from './scene'
import type { Surroundings } from './surroundings'
import type { TakeEdges } from './trim'

/** An insert and what was done to make it. */
export interface Joined {
  /** At the recording's rate and channel count. Its first and last samples are the original's own, so no seam has a step. */
  readonly insert: Pcm
  readonly report: JoinReport
}

/**
 * Makes `take` sit in its `surroundings`; `null` closes the gap instead. Pure: equal inputs give equal samples.
 * In this order: offset, rate, tone, level, trim and pauses, length, channels, room tone, fades. Nothing outside the replaced range is
 * touched. Throws `JoinError` where a length cannot be held.
 */
export function join(take: Pcm | null, surroundings: Surroundings, settings: JoinSettings): Joined {
  return renderJoin(prepareJoin(take, measurePlace(surroundings)), settings)
}

/** The part of `join` that follows the settings: the same result, from what was measured before. */
export function renderJoin(prepared: PreparedJoin, settings: JoinSettings): Joined {
  const voice = prepared.voice(settings.toneMatch)
  return voice === null ? remove(prepared, settings) : place(voice, prepared, settings)
}

/** A take that is ready to be put in place: at its final gain and length, with the plans of both its ends. */
interface Fitted {
  readonly samples: Float32Array
  readonly alive: Float32Array | null
  readonly edges: TakeEdges
  readonly left: SeamPlan
  readonly right: SeamPlan
  readonly stretch: number
}

function place(voice: Voice, prepared: PreparedJoin, settings: JoinSettings): Joined {
  const { surroundings } = prepared
  const { scene } = voice
  const target = targetLevel(settings.level, { replaced: scene.replacedLevel, around: scene.level })
  const gain = matchGain(settings.gainDb, { take: voice.level, around: target }, voice.peak, restPeak(scene))
  const ratio = fromDb(gain.db)
  const loud = limitPeaks(times(voice.samples, ratio), gain.ceiling, scene.rate, voice.wholePeak * ratio)
  const { samples, alive, edges, left, right, stretch } = fit(loud, voice, surroundings, settings)
  const length = left.lead + edges.heardEnd - edges.heardStart + right.lead
  const end = samples.length - right.from
  const body: Body = {
    samples: samples.subarray(left.from, end),
    at: left.lead - (edges.heardStart - left.from),
    rampIn: left.ramp,
    rampOut: right.ramp,
    alive: alive?.subarray(left.from, end) ?? null,
    shares: settings.spread ? scene.shares : scene.shares.map(() => 1),
  }
  const tone = settings.roomTone && scene.quiet.length > 0
  const tones = tone ? roomTones(prepared, length, voice.floor.bands, { ratio, shares: body.shares }) : null
  const insert = mixBody(scene, length, body, tones)
  const fades = fitFades(left, right, length)
  writeSeams(scene, insert, fades.left, fades.right)
  return { insert, report: reportOf(scene, surroundings, insert, { gain, target, fades, tone, settings, stretch }) }
}

/** Trims a take, plans its seams, and fits it to the replaced length where that is to be held. */
function fit(samples: Float32Array, voice: Voice, surroundings: Surroundings, settings: JoinSettings): Fitted {
  const { scene } = voice
  const { alive } = voice.floor
  const all: TakeEdges = {
    start: 0,
    heardStart: 0,
    heardEnd: samples.length,
    softEnd: samples.length,
    end: samples.length,
  }
  const edges = settings.trim ? voice.edges : all
  const tone = settings.roomTone && scene.quiet.length > 0
  const { trim, fadeMs } = settings
  const wishes = {
    left: { pauseMs: settings.leadMs, fadeMs, nudgeMs: settings.leftNudgeMs, tone, trim },
    right: { pauseMs: settings.tailMs, fadeMs, nudgeMs: -settings.rightNudgeMs, tone, trim },
  }
  const left = planSeam(scene.left, leftEnd(samples, edges, scene), wishes.left, scene.rate)
  const right = planSeam(scene.right, rightEnd(samples, edges, scene), wishes.right, scene.rate)
  if (settings.length === 'ripple') return { samples, alive, edges, left, right, stretch: 1 }

  const isFree = (seam: SeamScene, wish: SeamWish) => trim && seam.inPause && wish.pauseMs === 'auto'
  const seamPause = (seam: SeamScene, plan: SeamPlan, wish: SeamWish) => ({
    lead: plan.lead,
    least: plan.least,
    whole: seam.outside + plan.lead,
    free: isFree(seam, wish),
  })
  const plan = planHold({
    target: surroundings.replacedFrames,
    left: seamPause(scene.left, left, wishes.left),
    right: seamPause(scene.right, right, wishes.right),
    heard: { start: edges.heardStart, end: edges.heardEnd },
    pauses: innerPauses(voice.measured.energy, voice.measured.own, edges.heardStart, edges.heardEnd),
    rate: scene.rate,
  })
  const held = applyHold(samples, alive, plan, scene.rate)
  const later = plan.heard - (edges.heardEnd - edges.heardStart)
  const moved = { ...edges, heardEnd: edges.heardEnd + later, softEnd: edges.softEnd + later, end: edges.end + later }
  const replan = (seam: SeamScene, end: TakeEnd, wish: SeamWish, lead: number, before: SeamPlan) =>
    isFree(seam, wish) ? planSeam(seam, end, { ...wish, lead }, scene.rate) : before
  return {
    ...held,
    edges: moved,
    left: replan(scene.left, leftEnd(held.samples, moved, scene), wishes.left, plan.leftLead, left),
    right: replan(scene.right, rightEnd(held.samples, moved, scene), wishes.right, plan.rightLead, right),
    stretch: plan.stretch,
  }
}

/** The room as it is, and what the take lacks of it, in the same grains. */
function roomTones(
  { scene, lacking }: PreparedJoin,
  length: number,
  take: FloorBands | null,
  { ratio, shares }: { readonly ratio: number; readonly shares: readonly number[] },
): RoomTones {
  const plan = planGrains(scene.quiet, length, mulberry32(length))
  const full = roomTone(scene.quiet, length, plan)
  if (take === null) return { full, lack: full }
  const gains = scene.floorBands.map((bands, channel) => lackOf(bands, take, ratio * Math.abs(shares[channel] ?? 1)))
  return { full, lack: roomTone(lacking(gains), length, plan) }
}

function remove({ scene, surroundings }: PreparedJoin, settings: JoinSettings): Joined {
  const ends = { left: scene.left.voice, right: scene.right.voice }
  const plan = planRemoval(scene, ends, {
    pauseMs: settings.leadMs,
    fadeMs: settings.fadeMs,
    hold: settings.length === 'hold' ? surroundings.replacedFrames : null,
  })
  const left = { at: 0, length: plan.fadeLeft, correlation: plan.correlation }
  const right = { at: 0, length: plan.fadeRight, correlation: plan.correlation }
  const tone = settings.roomTone && scene.quiet.length > 0
  let insert: Pcm
  if (plan.fadeLeft === plan.length) insert = closeGap(scene, plan.length, plan.correlation)
  else {
    const grains = tone ? planGrains(scene.quiet, plan.length, mulberry32(plan.length)) : null
    const full = grains && roomTone(scene.quiet, plan.length, grains)
    insert = mixBody(scene, plan.length, null, full && { full, lack: full })
    writeSeams(scene, insert, left, right)
  }
  const fades = { left, right }
  return {
    insert,
    report: reportOf(scene, surroundings, insert, { gain: null, target: null, fades, tone, settings, stretch: 1 }),
  }
}

interface Facts {
  readonly gain: Gain | null
  readonly target: number | null
  readonly fades: { readonly left: SeamFade; readonly right: SeamFade }
  readonly tone: boolean
  readonly settings: JoinSettings
  readonly stretch: number
}

function reportOf(scene: Scene, surroundings: Surroundings, insert: Pcm, facts: Facts): JoinReport {
  return measureJoin({
    scene,
    before: surroundings.before,
    after: surroundings.after,
    replacedFrames: surroundings.replacedFrames,
    insert,
    gain: facts.gain,
    targetLevel: facts.target,
    fades: facts.fades,
    roomTone: facts.tone,
    settings: facts.settings,
    stretch: facts.stretch,
  })
}

function times(samples: Float32Array, ratio: number): Float32Array {
  const out = new Float32Array(samples.length)
  for (let i = 0; i < out.length; i++) out[i] = (samples[i] ?? 0) * ratio
  return out
}

function leftEnd(samples: Float32Array, edges: TakeEdges, scene: Scene): TakeEnd {
  return {
    samples: () => samples,
    start: edges.start,
    heard: edges.heardStart,
    soft: edges.heardStart,
    decays: false,
    original: scene.left.voice,
  }
}

function rightEnd(samples: Float32Array, edges: TakeEdges, scene: Scene): TakeEnd {
  const { length } = samples
  return {
    samples: () => samples.toReversed(),
    start: length - edges.end,
    heard: length - edges.heardEnd,
    soft: length - edges.softEnd,
    decays: true,
    original: scene.right.voice.toReversed(),
  }
}

/** What else sounds with a take at most, full scale 1: room tone, whose grains overlap by two, and offset. */
function restPeak(scene: Scene): number {
  return scene.quietPeak * Math.SQRT2 + Math.max(0, ...scene.dc.map(Math.abs))
}

/** Both fades, shortened alike where the insert is too short for them. */
function fitFades(left: SeamPlan, right: SeamPlan, length: number): { left: SeamFade; right: SeamFade } {
  const scale = Math.min(1, length / Math.max(1, left.fadeAt + left.fade + right.fadeAt + right.fade))
  const fitted = (plan: SeamPlan): SeamFade => {
    const fade = Math.floor(plan.fade * scale)
    return {
      at: fade < 2 ? 0 : Math.floor(plan.fadeAt * scale),
      length: fade < 2 ? 0 : fade,
      correlation: plan.correlation,
    }
  }
  return { left: fitted(left), right: fitted(right) }
}
