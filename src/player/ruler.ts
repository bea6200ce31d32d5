import type { SampleRate } from '../base/units'

/** A line of the ruler: a frame of the timeline (a real number), and its text where it has one. */
export interface Tick {
  readonly frame: number
  readonly label: string | null
}

/** Distance of labelled ticks, in frames, and how many parts the small ticks divide it into. */
export interface RulerStep {
  readonly frames: number
  readonly parts: number
  readonly unit: 'time' | 'frames'
  /** Seconds of one step; 0 for steps in frames. */
  readonly seconds: number
}

const timeSteps: readonly (readonly [seconds: number, parts: number])[] = [
  [0.001, 5],
  [0.002, 4],
  [0.005, 5],
  [0.01, 5],
  [0.02, 4],
  [0.05, 5],
  [0.1, 5],
  [0.2, 4],
  [0.5, 5],
  [1, 5],
  [2, 4],
  [5, 5],
  [10, 5],
  [15, 3],
  [30, 6],
  [60, 6],
  [120, 4],
  [300, 5],
  [600, 5],
  [1800, 6],
  [3600, 6],
]

const frameSteps = [1, 2, 5, 10, 20, 50, 100, 200]

/** The finest step whose labels stand at least `minimum` CSS pixels apart. */
export function rulerStep(framesPerPixel: number, rate: SampleRate, minimum: number): RulerStep {
  const wanted = framesPerPixel * minimum
  const inFrames = frameSteps.find((step) => step >= wanted && step < rate / 1000)
  if (inFrames !== undefined)
    return { frames: inFrames, parts: inFrames === 1 ? 1 : inFrames % 5 === 0 ? 5 : 2, unit: 'frames', seconds: 0 }
  const [seconds, parts] = timeSteps.find(([seconds]) => seconds * rate >= wanted) ?? wholeHours(wanted / rate)
  return { frames: seconds * rate, parts, unit: 'time', seconds }
}

function wholeHours(seconds: number): readonly [number, number] {
  return [Math.ceil(seconds / 3600) * 3600, 6]
}

/** Every tick in `[start, end)` of the timeline, the small ones without text. Positions do not drift with distance. */
export function ticksBetween(start: number, end: number, step: RulerStep): Tick[] {
  const small = step.frames / step.parts
  const ticks: Tick[] = []
  for (let index = Math.ceil(start / small - 1e-9); index * small < end; index++) {
    const isLarge = index % step.parts === 0
    const large = index / step.parts
    ticks.push({ frame: isLarge ? large * step.frames : index * small, label: isLarge ? labelOf(large, step) : null })
  }
  return ticks
}

function labelOf(index: number, step: RulerStep): string {
  if (step.unit === 'frames') return groupedDigits(index * step.frames)
  const decimals = Math.max(0, Math.min(3, Math.ceil(-Math.log10(step.seconds) - 1e-9)))
  return clockTime(index * step.seconds, decimals)
}

/** Digits in groups of three with thin spaces between, as `118 713 600`. */
export function groupedDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u2009')
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Seconds as `h:mm:ss`, with `decimals` (0–3) digits of the second's fraction. */
export function clockTime(seconds: number, decimals: number): string {
  const scale = 10 ** decimals
  const total = Math.round(seconds * scale)
  const whole = Math.floor(total / scale)
  const clock = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
  return decimals === 0 ? clock : `${clock}.${String(total % scale).padStart(decimals, '0')}`
}

/** Seconds as a voice would say them: `1 hour 2 minutes 3.25 seconds`. Rounded to the millisecond. */
export function spokenTime(seconds: number): string {
  const total = Math.round(seconds * 1000)
  const hours = Math.floor(total / 3_600_000)
  const minutes = Math.floor(total / 60_000) % 60
  const rest = (total % 60_000) / 1000
  const parts = [counted(hours, 'hour'), counted(minutes, 'minute'), counted(rest, 'second')].filter(
    (part) => part !== '',
  )
  return parts.length === 0 ? '0 seconds' : parts.join(' ')
}

function counted(value: number, word: string): string {
  if (value === 0) return ''
  return `${value} ${word}${value === 1 ? '' : 's'}`
}
