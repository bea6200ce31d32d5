import { powerToDb, toDb } from '../audio/decibel'
import { type Pcm, pcmFrames } from '../audio/pcm'
import { truePeak } from '../audio/truePeak'
import { framesToSeconds } from '../base/units'
import type { JoinSettings } from '../edit/joinSettings'
import { type BandPower, type Energy, energyOf, quantile, windowPowers } from './join/energy'
import { type Gain, loudnessOfParts } from './join/level'
import { firstSound, lastSound, type Ruler, rulerFor } from './join/ruler'
import type { Scene, SeamScene } from './join/scene'
import { voiceOf } from './join/spread'
import { type JoinWarning, seamStep, warningsFor } from './join/warnings'

/** What one seam came out as. */
export interface SeamReport {
  /** The pause at this seam in the original, in ms; `null` when the seam was inside sound. */
  readonly originalPauseMs: number | null
  /** The pause that stands there now, in ms. For a removal the one pause that is left, at both seams. */
  readonly pauseMs: number
  readonly fadeMs: number
  /** Whether the cut falls inside sound. */
  readonly inSound: boolean
  /** The step at the seam over the 99th percentile of the steps around it; `null` where nothing stands outside the seam. */
  readonly stepRatio: number | null
}

/** What a join did and how well it sits, measured on the insert itself. */
export interface JoinReport {
  readonly kind: 'take' | 'removal'
  /** The gain put on the take, in dB; 0 for a removal. */
  readonly gainDb: number
  /** Loudness of the insert's speech over that of the speech around it, in LU; `null` without one of them. */
  readonly levelDifferenceDb: number | null
  /** True peak of the insert in dBFS; −Infinity for silence. */
  readonly peakDb: number
  /** Level of the insert's pauses over that of the recording's, in dB; `null` where the insert has none. */
  readonly floorDifferenceDb: number | null
  readonly roomTone: boolean
  readonly left: SeamReport
  readonly right: SeamReport
  readonly insertFrames: number
  readonly replacedFrames: number
  /** `insertFrames - replacedFrames`: by so much the recording grows. */
  readonly addedFrames: number
  readonly warnings: readonly JoinWarning[]
}

/** What a report is measured on. */
export interface JoinFacts {
  readonly scene: Scene
  readonly before: Pcm
  readonly after: Pcm
  readonly replacedFrames: number
  readonly insert: Pcm
  /** `null` for a removal. */
  readonly gain: Gain | null
  readonly fadeLeft: number
  readonly fadeRight: number
  readonly roomTone: boolean
  readonly settings: JoinSettings
}

/** Levels below this many dBFS are all silence to a report. */
const silenceDb = -80
/** Fewer windows than this in a row are no pause. */
const leastRun = 4

/** Measures the insert as it came out. */
export function measureJoin(facts: JoinFacts): JoinReport {
  const { scene, insert } = facts
  const length = pcmFrames(insert)
  const voice = voiceOf(insert, scene.shares)
  const energy = energyOf(voice, scene.rate)
  const ruler = rulerFor(scene.speech, [scene.floor])
  const start = facts.gain === null ? null : firstSound(energy, ruler, 0, length)
  const end = start === null ? null : lastSound(energy, ruler, start, length)
  const loudness = start === null || end === null ? null : loudnessOfParts([voice.subarray(start, end)], scene.rate)
  const toMs = (frames: number) => 1000 * framesToSeconds(frames, scene.rate)
  const whole = scene.left.outside + length + scene.right.outside
  const seam = (side: SeamScene, inside: number | null, fade: number, stepRatio: number | null): SeamReport => ({
    originalPauseMs: side.inPause ? toMs(side.outside + side.inside) : null,
    pauseMs: toMs(facts.gain === null ? whole : side.outside + (inside ?? 0)),
    fadeMs: toMs(fade),
    inSound: !side.inPause,
    stepRatio,
  })
  const measured = {
    kind: facts.gain === null ? ('removal' as const) : ('take' as const),
    gainDb: facts.gain?.db ?? 0,
    levelDifferenceDb: loudness === null || scene.loudness === null ? null : loudness - scene.loudness,
    peakDb: toDb(Math.max(0, ...insert.channels.map(truePeak))),
    floorDifferenceDb: floorDifference(scene, energy, ruler),
    roomTone: facts.roomTone,
    left: seam(scene.left, start, facts.fadeLeft, seamStep(facts.before, insert)),
    right: seam(scene.right, end === null ? null : length - end, facts.fadeRight, seamStep(insert, facts.after)),
    insertFrames: length,
    replacedFrames: facts.replacedFrames,
    addedFrames: length - facts.replacedFrames,
  }
  return { ...measured, warnings: warningsFor(measured, facts) }
}

/** A report in plain words: `verdict` in one sentence, `details` as short facts to be set side by side. */
export function describeReport(
  report: JoinReport,
  rate: number,
): { readonly verdict: string; readonly details: string[] } {
  const details: string[] = []
  if (report.levelDifferenceDb !== null) details.push(`level ${signed(report.levelDifferenceDb, 1)} dB`)
  if (report.floorDifferenceDb !== null) {
    const off = Math.abs(report.floorDifferenceDb) > 3
    if (off) details.push(`room tone ${signed(report.floorDifferenceDb, 1)} dB`)
    else details.push('room tone matched')
  }
  const step = Math.max(report.left.stepRatio ?? 0, report.right.stepRatio ?? 0)
  details.push(step > 2 ? `click at the seam (${step.toFixed(1)} times the usual step)` : 'no click')
  details.push(`${signed(report.addedFrames / rate, 2)} s`)
  const worst = report.warnings[0]
  return { verdict: worst === undefined ? 'Sounds right.' : worst.message, details }
}

/** How far the quiet of the insert lies above that of the recording, both by the level that 30 % of its windows stay under. */
function floorDifference(scene: Scene, energy: Energy, ruler: Ruler): number | null {
  const quiet = quietRuns(windowPowers(energy, 0, energy.length), ruler)
  if (quiet.length < leastRun || scene.quiet.length === 0) return null
  return levelOf(quantile(quiet, 0.3)) - levelOf(scene.floor)
}

/** The windows that lie in runs of quiet, so that the gaps inside a word do not count. */
function quietRuns(powers: readonly BandPower[], ruler: Ruler): BandPower[] {
  const isQuiet = (power: BandPower) => power.speech <= ruler.leave.speech && power.high <= ruler.leave.high
  const found: BandPower[] = []
  let run: BandPower[] = []
  for (const power of [...powers, null]) {
    if (power !== null && isQuiet(power)) run.push(power)
    else {
      if (run.length >= leastRun) found.push(...run)
      run = []
    }
  }
  return found
}

function levelOf(power: BandPower): number {
  return Math.max(silenceDb, powerToDb(power.speech))
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return text
  return `${value < 0 ? '−' : '+'}${text}`
}
