import { retime, type TimePoint } from '../../audio/retime'
import { clamp, type SampleRate, secondsToFrames } from '../../base/units'
import { type Energy, powerIn } from './energy'
import { JoinError } from './joinError'
import type { Ruler } from './ruler'

/** No pause is made shorter than this, in seconds, or longer than this many times itself. */
const shortestPause = 0.08
const pauseGrowth = 1.5
/** Speech is stretched by no less and no more. */
const leastStretch = 0.88
const mostStretch = 1.14

/** A pause inside a take, in its frames. */
export interface InnerPause {
  readonly start: number
  readonly end: number
}

/** A pause at a seam: how much of it the insert supplies, at least `least`, and how long it is with the part outside. */
export interface SeamPause {
  readonly lead: number
  readonly least: number
  readonly whole: number
  /** Whether its length may change. */
  readonly free: boolean
}

/** What has to fit. All in frames. */
export interface HoldInput {
  readonly target: number
  readonly left: SeamPause
  readonly right: SeamPause
  /** Of the take, between the seams' pauses. */
  readonly heard: InnerPause
  readonly pauses: readonly InnerPause[]
  readonly rate: SampleRate
}

/** How a take is made to fit. */
export interface HoldPlan {
  readonly leftLead: number
  readonly rightLead: number
  /** Where the take's own frames go, from its first sound on; empty when nothing moves. */
  readonly points: readonly TimePoint[]
  /** Length of the sounding part afterwards. `leftLead + heard + rightLead` is the target. */
  readonly heard: number
  /** By how much speech is stretched: 1 is not at all. */
  readonly stretch: number
}

/**
 * Fits a take to a length to the frame: first its pauses and those at the seams, each between 80 ms and 1.5 times itself, all by the
 * same share of what they can give; then the speech, 0.88–1.14 times as long. Throws `JoinError` `cannot-hold` beyond that.
 */
export function planHold({ target, left, right, heard, pauses, rate }: HoldInput): HoldPlan {
  const lengths = pauses.map(({ start, end }) => end - start)
  const natural = left.lead + (heard.end - heard.start) + right.lead
  const need = target - natural
  const shortest = secondsToFrames(shortestPause, rate)
  const room = (length: number) => (need > 0 ? Math.floor((pauseGrowth - 1) * length) : Math.max(0, length - shortest))
  const seamRoom = ({ free, lead, least, whole }: SeamPause) => {
    if (!free) return 0
    return need > 0 ? room(whole) : Math.min(room(whole), Math.max(0, lead - least))
  }
  const rooms = [seamRoom(left), ...lengths.map(room), seamRoom(right)]
  const total = rooms.reduce((sum, value) => sum + value, 0)
  const given = Math.min(Math.abs(need), total)
  const shares = rooms.map((value) => (total === 0 ? 0 : Math.sign(need) * Math.floor((value * given) / total)))
  const leftLead = left.lead + (shares[0] ?? 0)
  const rightLead = right.lead + (shares.at(-1) ?? 0)
  const quiet = lengths.reduce((sum, length) => sum + length, 0)
  const speech = heard.end - heard.start - quiet
  const newQuiet = lengths.reduce((sum, length, i) => sum + length + (shares[i + 1] ?? 0), 0)
  const newSpeech = target - leftLead - rightLead - newQuiet
  const stretch = speech > 0 ? newSpeech / speech : 1
  if (newSpeech < 0 || stretch < leastStretch || stretch > mostStretch || speech === 0) {
    throw tooFar(newSpeech, speech, rate)
  }
  const points: TimePoint[] = [{ from: heard.start, to: heard.start }]
  let spoken = 0
  let at = 0
  pauses.forEach(({ start, end }, i) => {
    spoken += start - (pauses[i - 1]?.end ?? heard.start)
    points.push({ from: start, to: heard.start + Math.round(spoken * stretch) + at })
    at += end - start + (shares[i + 1] ?? 0)
    points.push({ from: end, to: heard.start + Math.round(spoken * stretch) + at })
  })
  const newHeard = target - leftLead - rightLead
  points.push({ from: heard.end, to: heard.start + newHeard })
  const still = newHeard === heard.end - heard.start && shares.slice(1, -1).every((share) => share === 0)
  return { leftLead, rightLead, points: still ? [] : rising(points), heard: newHeard, stretch }
}

/** `samples` and a curve along them, moved by `plan`; what stands before and after the heard part moves along as it is. */
export function applyHold(
  samples: Float32Array,
  alive: Float32Array | null,
  plan: HoldPlan,
  rate: SampleRate,
): { readonly samples: Float32Array; readonly alive: Float32Array | null } {
  const last = plan.points.at(-1)
  if (last === undefined) return { samples, alive }
  const length = samples.length + last.to - last.from
  return {
    samples: retime(samples, rate, plan.points, length),
    alive: alive === null ? null : retime(alive, rate, plan.points, length),
  }
}

/** Quiet runs of a take, 80 ms and longer, between `start` and `end`. */
export function innerPauses(energy: Energy, ruler: Ruler, start: number, end: number): InnerPause[] {
  const window = Math.max(1, secondsToFrames(0.01, energy.rate))
  const least = secondsToFrames(shortestPause, energy.rate)
  const pauses: InnerPause[] = []
  let from: number | null = null
  for (let at = start; at < end; at += window) {
    const power = powerIn(energy, at, Math.min(end, at + window))
    const quiet = power.speech <= ruler.leave.speech && power.high <= ruler.leave.high
    if (quiet) from ??= at
    else {
      if (from !== null && from > start && at - from >= least) pauses.push({ start: from, end: at })
      from = null
    }
  }
  return pauses
}

/** Drops points that do not rise in both coordinates. */
function rising(points: readonly TimePoint[]): TimePoint[] {
  const kept: TimePoint[] = []
  for (const point of points) {
    const last = kept.at(-1)
    if (last === undefined || (point.from > last.from && point.to > last.to)) kept.push(point)
    else kept[kept.length - 1] = point
  }
  return kept
}

function tooFar(newSpeech: number, speech: number, rate: SampleRate): JoinError {
  const least = speech * leastStretch
  const most = speech * mostStretch
  const over = clamp(newSpeech, least, most) - newSpeech
  const seconds = (Math.abs(over) / rate).toFixed(2)
  const [much, how] = over > 0 ? ['too long', 'Say less'] : ['too short', 'Say more']
  return new JoinError(
    'cannot-hold',
    `The take is ${seconds} s ${much} to keep the length of the recording. ${how} and generate again, or let the length change.`,
    { seconds: -over / rate },
  )
}
