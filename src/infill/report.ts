import { powerToDb, toDb } from '../audio/decibel'
import { type Pcm, pcmFrames } from '../audio/pcm'
import { truePeak } from '../audio/truePeak'
import { framesToSeconds } from '../base/units'
import type { JoinSettings } from '../edit/joinSettings'
import type { SeamFade } from './join/compose'
import { type BandPower, energyOf, quantile, windowHop, windowPowers } from './join/energy'
import { floorBandsOf } from './join/floor'
import { type Gain, levelOfParts } from './join/level'
import { firstSound, lastSound, type Ruler, rulerFor } from './join/ruler'
import type { Scene, SeamScene } from './join/scene'
import { type SeamFigures, seamFigures } from './join/seamMeasures'
import { voiceOf } from './join/spread'
import { type JoinWarning, joinLimits, warningsFor } from './join/warnings'

export type { JoinWarning } from './join/warnings'

/** The boundary of an insert with what stands before it, or after it. */
export type Seam = 'left' | 'right'

/** What one seam came out as. */
export interface SeamReport {
  /** The pause at this seam in the original, in ms; `null` when the seam was inside sound. */
  readonly originalPauseMs: number | null
  /** The pause that stands there now, in ms. For a removal the one pause that is left, at both seams. */
  readonly pauseMs: number
  /** How much of both pauses lies outside the replaced range, from the seam outwards, in ms. */
  readonly pauseOutsideMs: number
  /** Length of the crossfade between the original and the insert, in ms; 0 for none. */
  readonly fadeMs: number
  /** From the seam inwards to where the crossfade is nearest to it, in ms: so far the original goes on. */
  readonly fadeAtMs: number
  /** How alike both sides of the crossfade were taken to be, 0–1: which curves it has. */
  readonly fadeCorrelation: number
  /** Whether the cut falls inside sound. */
  readonly inSound: boolean
  /** The step at the seam over the 99th percentile of the steps around it; `null` where nothing stands outside the seam. */
  readonly stepRatio: number | null
  /** Power above 4 kHz at the seam over the loudest around it, in dB; `null` where nothing stands outside the seam. */
  readonly clickDb: number | null
}

/** What a join did and how well it sits, measured on the insert itself. */
export interface JoinReport {
  readonly kind: 'take' | 'removal'
  /** The gain put on the take, in dB; 0 for a removal. */
  readonly gainDb: number
  /** Level of the insert's speech over what it was to match, in dB; `null` without one of them. */
  readonly levelDifferenceDb: number | null
  /** True peak of the insert in dBFS; −Infinity for silence. */
  readonly peakDb: number
  /** Level of the insert's pauses over that of the recording's, in dB; `null` where the insert has none. */
  readonly floorDifferenceDb: number | null
  /** How far their spectrum is from that of the recording's: root mean square over bands of a third of an octave, in dB. */
  readonly floorSpectrumDb: number | null
  readonly roomTone: boolean
  /** How many times as long as before its speech is: 1 unless a length was held. */
  readonly stretch: number
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
  /** What the level was to match, in dB; `null` when there was nothing, and for a removal. */
  readonly targetLevel: number | null
  readonly fades: Readonly<Record<Seam, SeamFade>>
  readonly roomTone: boolean
  readonly settings: JoinSettings
  readonly stretch: number
}

/** Levels below this many dBFS are all silence to a report. */
const silenceDb = -80
/** Fewer windows than this in a row are no pause. */
const leastRun = 4
/** Less quiet than this, in seconds, says nothing about its spectrum. */
const leastSpectrum = 0.06

/** Measures the insert as it came out. */
export function measureJoin(facts: JoinFacts): JoinReport {
  const { scene, insert } = facts
  const length = pcmFrames(insert)
  const voice = voiceOf(insert, scene.shares)
  const energy = energyOf(voice, scene.rate)
  const ruler = rulerFor(scene.speech, [scene.floor])
  const start = facts.gain === null ? null : firstSound(energy, scene.ruler, 0, length)
  const end = start === null ? null : lastSound(energy, scene.ruler, start, length)
  const level =
    start === null || end === null ? null : levelOfParts([voice.subarray(start, end)], scene.rate, scene.roomPower)
  const toMs = (frames: number) => 1000 * framesToSeconds(frames, scene.rate)
  const whole = scene.left.outside + length + scene.right.outside
  const seam = (side: SeamScene, inside: number | null, fade: SeamFade, figures: SeamFigures): SeamReport => ({
    originalPauseMs: side.inPause ? toMs(side.outside + side.inside) : null,
    pauseMs: toMs(facts.gain === null ? whole : side.outside + (inside ?? 0)),
    pauseOutsideMs: toMs(side.outside),
    fadeMs: toMs(fade.length),
    fadeAtMs: toMs(fade.at),
    fadeCorrelation: fade.correlation,
    inSound: !side.inPause,
    ...figures,
  })
  const quiet = quietRuns(windowPowers(energy, 0, energy.length), ruler)
  const target = facts.targetLevel
  const measured = {
    kind: facts.gain === null ? ('removal' as const) : ('take' as const),
    gainDb: facts.gain?.db ?? 0,
    levelDifferenceDb: level === null || target === null ? null : level - target,
    peakDb: toDb(Math.max(0, ...insert.channels.map(truePeak))),
    floorDifferenceDb: floorDifference(scene, quiet),
    floorSpectrumDb: floorSpectrum(scene, voice, quiet),
    roomTone: facts.roomTone,
    stretch: facts.stretch,
    left: seam(scene.left, start, facts.fades.left, seamFigures(facts.before, insert)),
    right: seam(scene.right, end === null ? null : length - end, facts.fades.right, seamFigures(insert, facts.after)),
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
    const off = Math.abs(report.floorDifferenceDb) > joinLimits.floorDb
    if (off) details.push(`room tone ${signed(report.floorDifferenceDb, 1)} dB`)
    else details.push('room tone matched')
  }
  const step = Math.max(report.left.stepRatio ?? 0, report.right.stepRatio ?? 0)
  const click = Math.max(report.left.clickDb ?? 0, report.right.clickDb ?? 0)
  if (step > joinLimits.stepRatio) details.push(`click at the seam (${step.toFixed(1)} times the usual step)`)
  else if (click > joinLimits.clickDb) details.push(`click at the seam (${click.toFixed(0)} dB)`)
  else details.push('no click')
  details.push(`${signed(report.addedFrames / rate, 2)} s`)
  const worst = report.warnings[0]
  return { verdict: worst === undefined ? 'Sounds right.' : worst.message, details }
}

/** What is said about one seam: nothing when it is right. */
export function seamFaults(report: JoinReport, seam: Seam): readonly JoinWarning[] {
  return report.warnings.filter((warning) => warning.seam === seam)
}

/** How far the quiet of the insert lies above that of the recording, both by the level that 30 % of its windows stay under. */
function floorDifference(scene: Scene, quiet: readonly QuietRun[]): number | null {
  const powers = quiet.flatMap((run) => run.powers)
  if (powers.length < leastRun || scene.quiet.length === 0) return null
  return levelOf(quantile(powers, 0.3)) - levelOf(scene.floor)
}

/** How far the spectrum of the insert's quiet is from that of the recording's; `null` without enough of it to tell. */
function floorSpectrum(scene: Scene, voice: Float32Array, quiet: readonly QuietRun[]): number | null {
  const reference = scene.floorBands[scene.shares.indexOf(Math.max(...scene.shares))]
  if (reference === undefined) return null
  const hop = windowHop(scene.rate)
  const stretches = quiet.map(({ first, powers }) => voice.subarray(first * hop, (first + powers.length + 1) * hop))
  const length = stretches.reduce((sum, samples) => sum + samples.length, 0)
  if (length < leastSpectrum * scene.rate) return null
  const bands = floorBandsOf(
    stretches.map((samples) => ({ rate: scene.rate, channels: [samples] })),
    scene.rate,
  )[0]
  const squares = Array.from(reference, (power, band) => {
    const apart = bandLevel(power) - bandLevel(bands?.[band] ?? 0)
    return apart * apart
  })
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length)
}

/** A run of quiet windows: the index of its first, and their powers. */
interface QuietRun {
  readonly first: number
  readonly powers: readonly BandPower[]
}

/** The windows that lie in runs of quiet, so that the gaps inside a word do not count. */
function quietRuns(powers: readonly BandPower[], ruler: Ruler): QuietRun[] {
  const isQuiet = (power: BandPower) => power.speech <= ruler.leave.speech && power.high <= ruler.leave.high
  const found: QuietRun[] = []
  let first = 0
  for (let i = 0; i <= powers.length; i++) {
    const power = powers[i]
    if (power !== undefined && isQuiet(power)) continue
    if (i - first >= leastRun) found.push({ first, powers: powers.slice(first, i) })
    first = i + 1
  }
  return found
}

function bandLevel(power: number): number {
  return Math.max(silenceDb - 10, powerToDb(power))
}

function levelOf(power: BandPower): number {
  return Math.max(silenceDb, powerToDb(power.speech))
}

/** A value with its sign, as `+1.2`, `−0.4` and plain `0.0`. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return text
  return `${value < 0 ? '−' : '+'}${text}`
}
