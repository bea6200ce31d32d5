import { dbToPower, powerToDb } from '../../audio/decibel'
import { clamp, secondsToFrames } from '../../base/units'
import { type BandPower, type Energy, mirrored, powerIn } from './energy'

/** What counts as sound: at `enter` in either band it has begun, and it reaches back as far as `leave`. */
export interface Ruler {
  readonly enter: BandPower
  readonly leave: BandPower
}

/** Below speech by this much in dB is silence even where there is no floor: a reverberant tail, a mouth that opens. */
const range = { enter: -40, leave: -46, enterHigh: -46, leaveHigh: -51 }
/** Above the floor by this much in dB is sound. */
const over = { enter: 9, leave: 5 }
/** The same of the blunter ruler, which in noise stays under this share of the way from the floor to the speech. */
const plain = { enter: -28, leave: -31, over: 12 }
const overShare = 0.5
const least = 4
/** A sound counts when so many seconds of it lie in the span after its start: a click alone does not, a final t does. */
const confirm = { span: 0.15, sound: 0.03 }
/** How far a soft onset may reach back from where the sound is plain. */
const reach = 0.08

/**
 * The ruler for sound whose speech has power `speech` over all of `floors`. Two sounds measured with one ruler have comparable
 * edges, whatever noise either of them has.
 */
export function rulerFor(speech: BandPower, floors: readonly BandPower[]): Ruler {
  const above = (band: 'speech' | 'high', db: number) =>
    floors.reduce((highest, floor) => Math.max(highest, floor[band] * dbToPower(db)), 1e-12)
  const level = (db: number) => speech.speech * dbToPower(db)
  return {
    enter: {
      speech: Math.max(level(range.enter), above('speech', over.enter)),
      high: Math.max(level(range.enterHigh), above('high', over.enter)),
    },
    leave: {
      speech: Math.max(level(range.leave), above('speech', over.leave)),
      high: Math.max(level(range.leaveHigh), above('high', over.leave)),
    },
  }
}

/**
 * A blunter ruler for comparing where two sounds begin and end: 30 dB below the speech, where no floor and no noise reduction has
 * moved the edge, or well above the floor, as far as it leaves room for that.
 */
export function plainRuler(speech: BandPower, floor: BandPower): Ruler {
  const level = (band: 'speech' | 'high', below: number, over: number) => {
    const room = floor[band] > 0 ? (powerToDb(speech[band] / floor[band]) || 0) * overShare : over
    return Math.max(speech[band] * dbToPower(below), floor[band] * dbToPower(clamp(room, least, over)), 1e-12)
  }
  return {
    enter: { speech: level('speech', plain.enter, plain.over), high: level('high', plain.enter, plain.over) },
    leave: { speech: level('speech', plain.leave, plain.over - 3), high: level('high', plain.leave, plain.over - 3) },
  }
}

/** The frame in `[from, to)` at which sound begins, or `null` when there is none. Sound that goes on past `to` counts. */
export function firstSound(energy: Energy, ruler: Ruler, from: number, to: number): number | null {
  const step = Math.max(1, secondsToFrames(0.001, energy.rate))
  const window = 10 * step
  for (let at = Math.max(0, from); at < Math.min(to, energy.length); at += step) {
    if (isSound(powerIn(energy, at, at + window), ruler.enter) && isConfirmed(energy, ruler, at)) {
      return onset(energy, ruler, at, from)
    }
  }
  return null
}

/** The frame in `(from, to]` at which the last sound ends, or `null` when there is none. */
export function lastSound(energy: Energy, ruler: Ruler, from: number, to: number): number | null {
  const found = firstSound(mirrored(energy), ruler, energy.length - to, energy.length - from)
  return found === null ? null : energy.length - found
}

function isSound(power: BandPower, limit: BandPower): boolean {
  return power.speech > limit.speech || power.high > limit.high
}

function isConfirmed(energy: Energy, ruler: Ruler, at: number): boolean {
  const window = secondsToFrames(0.005, energy.rate)
  let sound = 0
  for (let i = at; i < at + secondsToFrames(confirm.span, energy.rate); i += window) {
    if (isSound(powerIn(energy, i, i + window), ruler.leave)) sound += window
  }
  return sound >= secondsToFrames(confirm.sound, energy.rate)
}

function onset(energy: Energy, ruler: Ruler, plain: number, from: number): number {
  const step = Math.max(1, secondsToFrames(0.001, energy.rate))
  let at = plain
  const earliest = Math.max(0, from, plain - secondsToFrames(reach, energy.rate))
  while (at - step >= earliest && isSound(powerIn(energy, at - 5 * step, at), ruler.leave)) at -= step
  while (at < plain + 10 * step && !isSound(powerIn(energy, at, at + 2 * step), ruler.leave)) at += step
  return at
}
