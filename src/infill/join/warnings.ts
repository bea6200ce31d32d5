import { type Pcm, pcmFrames } from '../../audio/pcm'
import { secondsToFrames } from '../../base/units'
import type { JoinFacts, JoinReport } from '../report'
import { maxMatchDb } from './level'

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
    | 'no-room-tone'
    | 'no-speech-around'
    | 'pause-longer'
  /** One sentence on what it is and one on what mends it. */
  readonly message: string
}

/** How far around a seam steps are compared, in seconds. */
const stepReach = 0.05

/**
 * The step from the last sample of `left` to the first of `right` over the 99th percentile of the steps within 50 ms of it, the
 * worst channel; `null` when one of them is empty.
 */
export function seamStep(left: Pcm, right: Pcm): number | null {
  const leftLength = pcmFrames(left)
  if (leftLength === 0 || pcmFrames(right) === 0) return null
  const reach = secondsToFrames(stepReach, left.rate)
  let worst = 0
  left.channels.forEach((samples, channel) => {
    const near = samples.subarray(Math.max(0, leftLength - reach))
    const other = right.channels[channel]?.subarray(0, reach) ?? new Float32Array(1)
    const step = Math.abs((other[0] ?? 0) - (near.at(-1) ?? 0))
    const steps = [...stepsIn(near), ...stepsIn(other)].sort((a, b) => a - b)
    const usual = steps[Math.floor(0.99 * (steps.length - 1))] ?? 0
    if (step > 0) worst = Math.max(worst, usual > 0 ? step / usual : Number.POSITIVE_INFINITY)
  })
  return worst
}

/** What to tell about a join, the most audible first. */
export function warningsFor(report: Omit<JoinReport, 'warnings'>, facts: JoinFacts): JoinWarning[] {
  const found: JoinWarning[] = []
  const add = (when: boolean, code: JoinWarning['code'], message: string) => {
    if (when) found.push({ code, message })
  }
  const { scene, gain } = facts
  const level = report.levelDifferenceDb ?? 0
  const floor = report.floorDifferenceDb ?? 0
  const seams = [
    { name: 'left', seam: report.left, context: facts.before, wanted: facts.settings.leadMs },
    { name: 'right', seam: report.right, context: facts.after, wanted: facts.settings.tailMs },
  ]
  for (const { name, seam, context } of seams) {
    const there = pcmFrames(context) > 0
    add(
      there && (seam.stepRatio ?? 0) > 2,
      'click',
      `The ${name} seam has a step that may click. Move that edge into a pause.`,
    )
    add(there && seam.inSound, 'cut-in-sound', `The ${name} edge cuts inside sound. Move that edge into a pause.`)
  }
  add(
    (gain?.beyondLimitDb ?? 0) !== 0,
    'gain-limited',
    `The take would need more than ${maxMatchDb} dB to match. Set the gain by hand, or generate again.`,
  )
  add(
    (gain?.peakReductionDb ?? 0) > 0.5,
    'peak-limited',
    `The take stays ${(gain?.peakReductionDb ?? 0).toFixed(1)} dB quieter so that its peaks do not clip. Generate again for an evener take.`,
  )
  const explained = found.some(({ code }) => code === 'gain-limited' || code === 'peak-limited')
  add(
    Math.abs(level) > 1.5 && !explained,
    'level-off',
    `The take is ${Math.abs(level).toFixed(1)} dB ${level > 0 ? 'louder' : 'quieter'} than the speech around it. Change its gain.`,
  )
  add(floor > 3, 'floor-above', 'The take is noisier than the recording. Generate again, or lower its gain.')
  add(floor < -3, 'floor-below', 'The pauses of the take are quieter than the recording. Switch room tone on.')
  add(
    facts.settings.roomTone && scene.quiet.length === 0,
    'no-room-tone',
    'No pause near the fix is long enough to take room tone from. Listen to the pauses of the take.',
  )
  add(
    report.kind === 'take' && scene.loudness === null && facts.settings.gainDb === 'auto',
    'no-speech-around',
    'There is no speech around the fix to match the level to. Set the gain by hand.',
  )
  for (const { name, seam, wanted } of seams) {
    const longer = seam.pauseMs - (seam.originalPauseMs ?? seam.pauseMs)
    add(
      report.kind === 'take' && wanted === 'auto' && longer > 60,
      'pause-longer',
      `The pause at the ${name} seam is ${Math.round(longer)} ms longer than before. Shorten it if it sounds slow.`,
    )
  }
  return found
}

function stepsIn(samples: Float32Array): number[] {
  const steps: number[] = []
  for (let i = 1; i < samples.length; i++) steps.push(Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)))
  return steps
}
