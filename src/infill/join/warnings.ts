import { pcmFrames } from '../../audio/pcm'
import type { JoinFacts, JoinReport, Seam, SeamReport } from '../report'
import { maxMatchDb } from './level'

/** What in a join a person can turn to mend it. `edge` moves an edge of the selection; `generate` asks for another take. */
export type JoinControl =
  | 'gain'
  | 'fade'
  | 'nudge-left'
  | 'nudge-right'
  | 'lead'
  | 'tail'
  | 'tone-match'
  | 'room-tone'
  | 'edge'
  | 'generate'

/** Something about a join that a person may want to mend. The first of a list is the most audible. */
export interface JoinWarning {
  readonly code:
    | 'cut-in-sound'
    | 'click'
    | 'gain-limited'
    | 'peak-limited'
    | 'level-off'
    | 'floor-above'
    | 'floor-below'
    | 'floor-colour'
    | 'no-room-tone'
    | 'no-speech-around'
    | 'pause-longer'
    | 'stretched'
  /** One sentence on what it is and by how much, and one on what mends it. */
  readonly message: string
  /** The seam it is about; `null` for the insert as a whole. */
  readonly seam: Seam | null
  /** What mends it. */
  readonly control: JoinControl
}

/** From where on each figure is told, as an absolute value. */
export const joinLimits = {
  stepRatio: 2,
  clickDb: 6,
  levelDb: 1.5,
  floorDb: 3,
  floorSpectrumDb: 6,
  pauseMs: 60,
  /** A peak held down by less is not heard. */
  peakDb: 0.5,
  /** Speech stretched by less is not heard. */
  stretch: 0.07,
} as const

type Measured = Omit<JoinReport, 'warnings'>

/** What to tell about a join, the most audible first. */
export function warningsFor(report: Measured, facts: JoinFacts): JoinWarning[] {
  const { before, after, settings } = facts
  const seams = [
    { name: 'left', seam: report.left, there: pcmFrames(before) > 0, wanted: settings.leadMs },
    { name: 'right', seam: report.right, there: pcmFrames(after) > 0, wanted: settings.tailMs },
  ] as const
  return [
    ...seams.flatMap(({ name, seam, there }) => (there ? seamWarnings(name, seam, report.kind) : [])),
    ...levelWarnings(report, facts),
    ...floorWarnings(report, facts),
    ...seams.flatMap(({ name, seam, wanted }) =>
      report.kind === 'take' && wanted === 'auto' ? pauseWarnings(name, seam) : [],
    ),
    ...stretchWarnings(report),
  ]
}

function seamWarnings(name: Seam, seam: SeamReport, kind: Measured['kind']): JoinWarning[] {
  const found: JoinWarning[] = []
  const step = seam.stepRatio ?? 0
  const click = seam.clickDb ?? 0
  // Where nothing is put in, there is nothing to hand over to earlier or later.
  const control = kind === 'removal' ? 'fade' : name === 'left' ? 'nudge-left' : 'nudge-right'
  const mend = kind === 'removal' ? 'Lengthen the crossfade' : 'Nudge that seam by 5 ms'
  if (step > joinLimits.stepRatio) {
    const message = `The ${name} seam has a step ${step.toFixed(1)} times the usual one, which may click. ${mend}, or move that edge into a pause.`
    found.push({ code: 'click', message, seam: name, control })
  } else if (click > joinLimits.clickDb) {
    const other = kind === 'removal' ? 'move that edge into a pause' : 'lengthen the crossfade'
    const message = `The ${name} seam clicks: ${click.toFixed(0)} dB over what is around it. ${mend}, or ${other}.`
    found.push({ code: 'click', message, seam: name, control })
  }
  if (seam.inSound) {
    const message = `The ${name} edge cuts inside sound. Move that edge into a pause.`
    found.push({ code: 'cut-in-sound', message, seam: name, control: 'edge' })
  }
  return found
}

function levelWarnings(report: Measured, { gain, scene, settings }: JoinFacts): JoinWarning[] {
  const whole = { seam: null, control: 'gain' } as const
  if (gain === null) return []
  if (scene.level === null && scene.replacedLevel === null && settings.gainDb === 'auto') {
    const message = 'There is no speech around the fix to match the level to. Set the gain by hand.'
    return [{ code: 'no-speech-around', message, ...whole }]
  }
  const found: JoinWarning[] = []
  if (gain.beyondLimitDb !== 0) {
    const message = `The take would need ${(maxMatchDb + Math.abs(gain.beyondLimitDb)).toFixed(1)} dB to match, and gets ${maxMatchDb} dB. Set the gain by hand, or generate again.`
    found.push({ code: 'gain-limited', message, ...whole })
  }
  if (gain.peakReductionDb > joinLimits.peakDb) {
    const message = `The take stays ${gain.peakReductionDb.toFixed(1)} dB quieter so that its peaks do not clip. Generate again for an evener take.`
    found.push({ code: 'peak-limited', message, seam: null, control: 'generate' })
  }
  const level = report.levelDifferenceDb ?? 0
  if (found.length === 0 && Math.abs(level) > joinLimits.levelDb) {
    const than = settings.level === 'replaced' ? 'what it replaces' : 'the speech around it'
    const message = `The take is ${Math.abs(level).toFixed(1)} dB ${level > 0 ? 'louder' : 'quieter'} than ${than}. Change its gain.`
    found.push({ code: 'level-off', message, ...whole })
  }
  return found
}

function floorWarnings(report: Measured, { scene, settings }: JoinFacts): JoinWarning[] {
  const about = { seam: null, control: 'room-tone' } as const
  if (settings.roomTone && scene.quiet.length === 0) {
    const message = 'No pause near the fix is long enough to take room tone from. Listen to the pauses of the take.'
    return [{ code: 'no-room-tone', message, seam: null, control: 'edge' }]
  }
  const floor = report.floorDifferenceDb ?? 0
  if (floor > joinLimits.floorDb) {
    const message = `The pauses of the take are ${floor.toFixed(1)} dB noisier than the recording. Generate again, or lower its gain.`
    return [{ code: 'floor-above', message, seam: null, control: 'gain' }]
  }
  if (floor < -joinLimits.floorDb) {
    const mend = settings.roomTone ? 'Raise the gain.' : 'Switch room tone on.'
    const message = `The pauses of the take are ${Math.abs(floor).toFixed(1)} dB quieter than the recording. ${mend}`
    return [{ code: 'floor-below', message, ...about }]
  }
  const colour = report.floorSpectrumDb ?? 0
  if (colour > joinLimits.floorSpectrumDb) {
    const mend = settings.roomTone ? 'Move the edges so that more of a pause is near.' : 'Switch room tone on.'
    const message = `The pauses of the take sound different from the recording's, by ${colour.toFixed(0)} dB. ${mend}`
    return [{ code: 'floor-colour', message, ...about }]
  }
  return []
}

function pauseWarnings(name: Seam, seam: SeamReport): JoinWarning[] {
  const longer = seam.pauseMs - (seam.originalPauseMs ?? seam.pauseMs)
  if (longer <= joinLimits.pauseMs) return []
  const message = `The pause at the ${name} seam is ${Math.round(longer)} ms longer than before. Shorten it if it sounds slow.`
  return [{ code: 'pause-longer', message, seam: name, control: name === 'left' ? 'lead' : 'tail' }]
}

function stretchWarnings({ stretch }: Measured): JoinWarning[] {
  if (Math.abs(stretch - 1) <= joinLimits.stretch) return []
  const percent = Math.abs(Math.round((stretch - 1) * 100))
  const message = `The take is ${percent} % ${stretch > 1 ? 'slower' : 'faster'} to keep the length. Change the text, or let the length change.`
  return [{ code: 'stretched', message, seam: null, control: 'generate' }]
}
