import { assert } from '../base/assert'
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
/** Bins that are also counted together, so that a quantile passes over them in one step: 2 to the power of `GROUP_BITS`. */
const GROUP_BITS = 4
const GROUP = 2 ** GROUP_BITS
/** Stands for all levels at and below `DEAD_DB`, behind the bins and their groups. */
const DEAD_BIN = GROUP * Math.ceil(BINS / GROUP)

/** Counts levels in half-dB bins. Levels can be taken out again, so that it slides along a recording in linear time. */
export class LevelHistogram {
  #all = 0
  readonly #counts = new Int32Array(DEAD_BIN + 1)
  readonly #groups = new Int32Array(DEAD_BIN / GROUP + 1)

  /** Levels above `DEAD_DB`. */
  get live(): number {
    return this.#all - this.dead
  }

  /** Levels at or below it, which no quantile counts. */
  get dead(): number {
    return this.#counts[DEAD_BIN] ?? 0
  }

  /** Puts a level in (`times` 1) or takes it out again (`times` −1). */
  add(level: number, times: 1 | -1): void {
    this.addBins(Uint16Array.of(binOf(level)), 0, 1, times)
  }

  /** As `add`, of the levels `[from, to)` of a list that holds their bins. */
  addBins(bins: Uint16Array, from: number, to: number, times: 1 | -1): void {
    this.#all += times * (to - from)
    const counts = this.#counts
    const groups = this.#groups
    for (let i = from; i < to; i++) {
      const bin = bins[i] ?? 0
      counts[bin] = (counts[bin] ?? 0) + times
      const group = bin >> GROUP_BITS
      groups[group] = (groups[group] ?? 0) + times
    }
  }

  /** What a `share` (0–1) of the live levels from `from` dBFS upwards does not exceed; null when these are fewer than `least`. */
  quantile(share: number, from: number, least: number): number | null {
    const first = clamp(Math.round((from - LOWEST) * BINS_PER_DB), 0, BINS - 1)
    const below = this.#below(first)
    const count = this.live - below
    if (count < Math.max(1, least)) return null
    // The bin in which as many levels are reached as lie below `from`, and the share of the others.
    let left = below + Math.ceil(Math.max(1, share * count))
    let group = 0
    for (; left > (this.#groups[group] ?? 0); group++) left -= this.#groups[group] ?? 0
    let bin = group * GROUP
    for (; left > (this.#counts[bin] ?? 0); bin++) left -= this.#counts[bin] ?? 0
    return LOWEST + bin / BINS_PER_DB
  }

  #below(end: number): number {
    let count = 0
    const groups = end >> GROUP_BITS
    for (let group = 0; group < groups; group++) count += this.#groups[group] ?? 0
    for (let bin = groups * GROUP; bin < end; bin++) count += this.#counts[bin] ?? 0
    return count
  }
}

/** The bin of a level, or `DEAD_BIN`. */
function binOf(level: number): number {
  if (level <= DEAD_DB) return DEAD_BIN
  return Math.min(BINS - 1, ((level - LOWEST) * BINS_PER_DB + 0.5) | 0)
}

/**
 * Floor and speech level of a band within ±10 s of each moment (always 20 s where the recording has them).
 * Where nothing stands out of the floor, the speech level of the whole recording holds.
 * `perSecond` levels make a second.
 */
export function localLevels(levels: Float32Array, perSecond: number): LocalLevels {
  const builder = new LocalLevelsBuilder(levels.length, perSecond)
  builder.add(levels)
  return builder.finish()
}

/** Finds `localLevels` while the levels are still coming, so that little is left to do after the last. */
export class LocalLevelsBuilder {
  readonly #stride: number
  readonly #width: number
  /** The levels so far, as bins. */
  readonly #bins: Uint16Array
  #count = 0
  readonly #whole = new LevelHistogram()
  readonly #around = new LevelHistogram()
  #from = 0
  #to = 0
  /** What is found around the anchors so far: NaN where too little stands out to tell. */
  readonly #floor: Float32Array
  readonly #loud: Float32Array
  readonly #gated: Uint8Array
  #anchor = 0

  /** `total` levels are to come. */
  constructor(total: number, perSecond: number) {
    this.#stride = Math.max(1, Math.round(STRIDE * perSecond))
    this.#width = Math.min(total, Math.round(2 * REACH * perSecond))
    this.#bins = new Uint16Array(total)
    const anchors = Math.ceil(total / this.#stride)
    this.#floor = new Float32Array(anchors)
    this.#loud = new Float32Array(anchors)
    this.#gated = new Uint8Array(anchors)
  }

  /** Takes the next levels, no more than there are to come. */
  add(levels: Float32Array): void {
    assert(this.#count + levels.length <= this.#bins.length, 'more levels than were to come')
    const bins = this.#bins
    const before = this.#count
    for (let i = 0; i < levels.length; i++) bins[before + i] = binOf(levels[i] ?? LOWEST)
    this.#count += levels.length
    this.#whole.addBins(bins, before, this.#count, 1)
    while (this.#anchor < this.#floor.length && this.#measure()) this.#anchor++
  }

  /** The levels around each moment. All levels must have come. */
  finish(): LocalLevels {
    assert(this.#count === this.#bins.length, 'levels are missing')
    const wholeFloor = floorOf(this.#whole) ?? LOWEST_FLOOR
    const wholeLoud = loudOf(this.#whole, wholeFloor) ?? wholeFloor
    const floor = this.#floor.slice()
    const loud = this.#loud.slice()
    for (let anchor = 0; anchor < floor.length; anchor++) {
      const quiet = known(floor[anchor]) ?? wholeFloor
      const speech = Math.max(known(loud[anchor]) ?? wholeLoud, wholeLoud - QUIETEST_SPEAKER, quiet)
      const gated = this.#gated[anchor] === 1
      floor[anchor] = gated ? Math.max(LOWEST_FLOOR, Math.min(quiet, speech - GATED_DEPTH)) : quiet
      loud[anchor] = speech
    }
    return { stride: this.#stride, floor, loud }
  }

  /** Measures around the next anchor; false while levels that it needs are still to come. */
  #measure(): boolean {
    const anchor = this.#anchor
    const start = clamp(Math.round(anchor * this.#stride - this.#width / 2), 0, this.#bins.length - this.#width)
    const end = start + this.#width
    if (end > this.#count) return false
    const around = this.#around
    around.addBins(this.#bins, this.#to, end, 1)
    around.addBins(this.#bins, this.#from, start, -1)
    this.#to = end
    this.#from = start
    const quiet = floorOf(around)
    // Too few live levels for a floor are too few for a speech level.
    this.#floor[anchor] = quiet ?? Number.NaN
    this.#loud[anchor] = (quiet === null ? null : loudOf(around, quiet)) ?? Number.NaN
    this.#gated[anchor] = around.dead >= GATED_SHARE * this.#width ? 1 : 0
    return true
  }
}

const known = (level = Number.NaN): number | null => (Number.isNaN(level) ? null : level)

function floorOf(levels: LevelHistogram): number | null {
  const quiet = levels.quantile(FLOOR_SHARE, LOWEST, ENOUGH)
  return quiet === null ? null : Math.max(LOWEST_FLOOR, quiet)
}

function loudOf(levels: LevelHistogram, floor: number): number | null {
  const above = floor + CLEARLY_ABOVE
  const top = levels.quantile(TOP_SHARE, above, ENOUGH)
  return top === null ? null : levels.quantile(LOUD_SHARE, Math.max(above, top - BELOW_TOP), 1)
}
