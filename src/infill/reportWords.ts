import { peakLimitDb } from './join/level'
import { type JoinWarning, joinLimits } from './join/warnings'
import { type JoinReport, type Seam, type SeamReport, seamFaults, signed } from './report'

/** One figure of a report, ready to be shown. */
export interface Measurement {
  readonly name: string
  /** With its unit. */
  readonly value: string
  /** How far it may go, with its unit; `null` where nothing is right or wrong. */
  readonly limit: string | null
  /** Whether it lies beyond its limit. */
  readonly off: boolean
}

/** What was measured at one seam. */
export function seamMeasurements(report: JoinReport, seam: Seam): readonly Measurement[] {
  const { stepRatio, clickDb, fadeMs, fadeAtMs, inSound } = report[seam]
  const faults = seamFaults(report, seam)
  return [
    {
      name: 'Step, against the usual step',
      value: stepRatio === null ? notMeasured : `${factor(stepRatio)} times`,
      limit: `${joinLimits.stepRatio} times`,
      off: (stepRatio ?? 0) > joinLimits.stepRatio,
    },
    {
      name: 'Click, above 4 kHz against the surroundings',
      value: clickDb === null ? notMeasured : `${signed(clickDb, 1)} dB`,
      limit: `${signed(joinLimits.clickDb, 0)} dB`,
      off: (clickDb ?? 0) > joinLimits.clickDb,
    },
    {
      name: 'Pause',
      value: pauseWords(report[seam]),
      limit: report.kind === 'take' ? `${joinLimits.pauseMs} ms longer` : null,
      off: faults.some(({ code }) => code === 'pause-longer'),
    },
    {
      name: 'Crossfade',
      value: fadeMs === 0 ? 'none' : `${ms(fadeMs)}, ${ms(fadeAtMs)} from the seam`,
      limit: null,
      off: false,
    },
    { name: 'Edge', value: inSound ? 'inside sound' : 'in a pause', limit: 'in a pause', off: inSound },
  ]
}

/** What concerns the whole insert, as short facts to be set side by side. */
export function insertFacts(report: JoinReport, rate: number): readonly string[] {
  const { levelDifferenceDb, floorDifferenceDb, floorSpectrumDb, peakDb, addedFrames } = report
  return [
    levelDifferenceDb === null ? null : `level ${signed(levelDifferenceDb, 1)} dB`,
    floorDifferenceDb === null ? null : `floor ${signed(floorDifferenceDb, 1)} dB`,
    floorSpectrumDb === null ? null : `sound of the floor ${floorSpectrumDb.toFixed(1)} dB off`,
    Number.isFinite(peakDb) ? `true peak ${signed(peakDb, 1)} dBFS` : null,
    `${signed(addedFrames / rate, 3)} s, ${framesWords(addedFrames)}`,
  ].filter((fact) => fact !== null)
}

/** What was measured on the whole insert, at the recording's `rate`. */
export function insertMeasurements(report: JoinReport, rate: number): readonly Measurement[] {
  const { levelDifferenceDb, floorDifferenceDb, floorSpectrumDb, peakDb, addedFrames } = report
  const { levelDb, floorDb, floorSpectrumDb: colourDb } = joinLimits
  const within = (name: string, value: number | null, limit: number): Measurement => ({
    name,
    value: value === null ? notMeasured : `${signed(value, 1)} dB`,
    limit: `±${limit} dB`,
    off: Math.abs(value ?? 0) > limit,
  })
  return [
    within('Level of the speech, against what it matches', levelDifferenceDb, levelDb),
    within('Level of the pauses, against the recording', floorDifferenceDb, floorDb),
    {
      name: 'Sound of the pauses, off the recording',
      value: floorSpectrumDb === null ? notMeasured : `${floorSpectrumDb.toFixed(1)} dB`,
      limit: `${colourDb} dB`,
      off: (floorSpectrumDb ?? 0) > colourDb,
    },
    {
      name: 'True peak',
      value: Number.isFinite(peakDb) ? `${signed(peakDb, 1)} dBFS` : 'silence',
      limit: `${signed(peakLimitDb, 0)} dBFS`,
      off: peakDb > peakLimitDb + 0.05,
    },
    ...(report.kind === 'take' ? takeMeasurements(report) : []),
    { name: 'Room tone', value: report.roomTone ? 'added' : 'not added', limit: null, off: false },
    {
      name: 'Length, against what it replaces',
      value: `${signed(addedFrames / rate, 3)} s (${framesWords(addedFrames)})`,
      limit: null,
      off: false,
    },
  ]
}

function takeMeasurements({ gainDb, stretch }: JoinReport): readonly Measurement[] {
  const percent = Math.round((stretch - 1) * 100)
  return [
    { name: 'Gain on the take', value: `${signed(gainDb, 1)} dB`, limit: null, off: false },
    {
      name: 'Tempo of the speech',
      value: percent === 0 ? 'as spoken' : `${Math.abs(percent)} % ${percent > 0 ? 'slower' : 'faster'}`,
      limit: `±${(joinLimits.stretch * 100).toFixed(0)} %`,
      off: Math.abs(stretch - 1) > joinLimits.stretch,
    },
  ]
}

/** The figures of a seam in sentences, for those who do not see its picture. */
export function seamInWords(report: JoinReport, seam: Seam): string {
  const { stepRatio, clickDb, fadeMs, fadeAtMs } = report[seam]
  const { levelDifferenceDb, floorDifferenceDb } = report
  const parts = [
    stepRatio === null ? null : `Step ${factor(stepRatio)} times the usual one, at most ${joinLimits.stepRatio}.`,
    clickDb === null ? null : `Click ${signed(clickDb, 1)} dB, at most ${joinLimits.clickDb}.`,
    levelDifferenceDb === null ? null : `Level ${signed(levelDifferenceDb, 1)} dB.`,
    floorDifferenceDb === null ? null : `Floor ${signed(floorDifferenceDb, 1)} dB.`,
    `Pause ${pauseWords(report[seam])}.`,
    fadeMs === 0 ? 'No crossfade.' : `Crossfade of ${ms(fadeMs)}, ${ms(fadeAtMs)} from the seam.`,
  ]
  return parts.filter((part) => part !== null).join(' ')
}

const notMeasured = 'not measured'

const ms = (value: number): string => `${Math.round(value)} ms`

const factor = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : 'more than 100')

function pauseWords({ pauseMs, originalPauseMs }: SeamReport): string {
  return `${ms(pauseMs)}, ${originalPauseMs === null ? 'inside sound' : ms(originalPauseMs)} before`
}

function framesWords(count: number): string {
  const frames = `${Math.abs(count)} frame${Math.abs(count) === 1 ? '' : 's'}`
  return count === 0 ? 'no frame added' : `${frames} ${count > 0 ? 'added' : 'removed'}`
}

/** Each warning in a word or two. */
const shortWords: Readonly<Record<JoinWarning['code'], string>> = {
  'cut-in-sound': 'cuts into sound',
  click: 'clicks',
  'gain-limited': 'level off',
  'peak-limited': 'too quiet',
  'level-off': 'level off',
  'floor-above': 'noisier',
  'floor-below': 'quieter room',
  'floor-colour': 'other room',
  'no-room-tone': 'no room tone',
  'no-speech-around': 'level not matched',
  'pause-longer': 'longer pause',
  stretched: 'stretched',
}

/** A report in a word or two: that it sounds right, or what is off the most. */
export function reportWord({ warnings }: JoinReport): string {
  const [worst] = warnings
  return worst === undefined ? 'sounds right' : shortWords[worst.code]
}
