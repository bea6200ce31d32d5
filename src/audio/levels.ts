import { clamp } from '../base/units'

/** Levels at and below this are digital silence and say nothing about the room, in dBFS. */
export const DEAD_DB = -100

/** No floor is taken to be lower, in dBFS: the dither of 16-bit audio. */
const LOWEST_FLOOR = -90
/** The floor is what this share of the live levels around does not exceed. */
const FLOOR_SHARE = 0.08
/** The speech level is what this share of the louder levels does not exceed … */
const LOUD_SHARE = 0.85
/** … which are those at most so many dB below the loudest, so that breath and decay over a very low floor do not count. */
const TOP_SHARE = 0.98
const BELOW_TOP = 30
/** How far above the floor a level must be to tell something about the speech, in dB. */
const CLEARLY_ABOVE = 10
/** How many levels a quantile needs (100 ms). */
const ENOUGH = 20
/** Seconds on each side that count as "around". */
const REACH = 10
/** Seconds between two anchors. */
const STRIDE = 0.1
/** Sounds further below the speech of the whole recording do not become "the speech here", in dB. */
const QUIETEST_SPEAKER = 25
/** Where this share of the levels around is digital silence, the pauses are taken to be made of it … */
const GATED_SHARE = 0.05
/** … and the floor at least this far below the speech, in dB. */
const GATED_DEPTH = 45

/** The quiet and the loud end of one band around each moment, in dBFS. */
export interface LocalLevels {
  /** Levels from one anchor to the next; level `i` belongs to anchor `floor(i / stride)`. */
  readonly stride: number
  /** The level of the pauses. */
  readonly floor: Float32Array
  /** The level of the speech, never below `floor`. */
  readonly loud: Float32Array
}

const LOWEST = -120
const BINS_PER_DB = 2
const BINS = 161 * BINS_PER_DB
/** Bins that are also counted together, so that a quantile passes over them in one step. */
const GROUP = 16

/** Counts levels in half-dB bins. Levels can be taken out again, so that it slides along a recording in linear time. */
export class LevelHistogram {
  /** Levels above `DEAD_DB`. */
  live = 0
  /** Levels at or below it, which no quantile counts. */
  dead = 0
  readonly #counts = new Int32Array(BINS)
  readonly #groups = new Int32Array(Math.ceil(BINS / GROUP))

  /** Puts a level in (`times` 1) or takes it out again (`times` −1). */
  add(level: number, times: 1 | -1): void {
    if (level <= DEAD_DB) {
      this.dead += times
      return
    }
    const bin = binOf(level)
    const group = Math.floor(bin / GROUP)
    this.#counts[bin] = (this.#counts[bin] ?? 0) + times
    this.#groups[group] = (this.#groups[group] ?? 0) + times
    this.live += times
  }

  /** What a `share` (0–1) of the live levels from `from` dBFS upwards does not exceed; null when these are fewer than `least`. */
  quantile(share: number, from: number, least: number): number | null {
    const first = binOf(from)
    const count = this.live - this.#below(first)
    if (count < Math.max(1, least)) return null
    let left = Math.max(1, share * count)
    let bin = first
    while (bin < BINS) {
      const group = bin % GROUP === 0 ? (this.#groups[bin / GROUP] ?? 0) : left
      if (left > group) {
        left -= group
        bin += GROUP
        continue
      }
      left -= this.#counts[bin] ?? 0
      if (left <= 0) return LOWEST + bin / BINS_PER_DB
      bin++
    }
    return null
  }

  #below(end: number): number {
    let count = 0
    const groups = Math.floor(end / GROUP)
    for (let group = 0; group < groups; group++) count += this.#groups[group] ?? 0
    for (let bin = groups * GROUP; bin < end; bin++) count += this.#counts[bin] ?? 0
    return count
  }
}

function binOf(level: number): number {
  return clamp(Math.round((level - LOWEST) * BINS_PER_DB), 0, BINS - 1)
}

/**
 * Floor and speech level of a band within ±10 s of each moment (always 20 s where the recording has them).
 * Where nothing stands out of the floor, the speech level of the whole recording holds.
 * `perSecond` levels make a second.
 */
export function localLevels(levels: Float32Array, perSecond: number): LocalLevels {
  const stride = Math.max(1, Math.round(STRIDE * perSecond))
  const anchors = Math.ceil(levels.length / stride)
  const floor = new Float32Array(anchors)
  const loud = new Float32Array(anchors)
  const whole = new LevelHistogram()
  for (const level of levels) whole.add(level, 1)
  const wholeFloor = floorOf(whole) ?? LOWEST_FLOOR
  const wholeLoud = loudOf(whole, wholeFloor) ?? wholeFloor
  const width = Math.min(levels.length, Math.round(2 * REACH * perSecond))
  const around = new LevelHistogram()
  let from = 0
  let to = 0
  for (let anchor = 0; anchor < anchors; anchor++) {
    const start = clamp(Math.round(anchor * stride - width / 2), 0, levels.length - width)
    for (; to < start + width; to++) around.add(levels[to] ?? LOWEST, 1)
    for (; from < start; from++) around.add(levels[from] ?? LOWEST, -1)
    const quiet = floorOf(around) ?? wholeFloor
    const speech = Math.max(loudOf(around, quiet) ?? wholeLoud, wholeLoud - QUIETEST_SPEAKER, quiet)
    const gated = around.dead >= GATED_SHARE * width
    floor[anchor] = gated ? Math.max(LOWEST_FLOOR, Math.min(quiet, speech - GATED_DEPTH)) : quiet
    loud[anchor] = speech
  }
  return { stride, floor, loud }
}

function floorOf(levels: LevelHistogram): number | null {
  const quiet = levels.quantile(FLOOR_SHARE, LOWEST, ENOUGH)
  return quiet === null ? null : Math.max(LOWEST_FLOOR, quiet)
}

function loudOf(levels: LevelHistogram, floor: number): number | null {
  const above = floor + CLEARLY_ABOVE
  const top = levels.quantile(TOP_SHARE, above, ENOUGH)
  return top === null ? null : levels.quantile(LOUD_SHARE, Math.max(above, top - BELOW_TOP), 1)
}
