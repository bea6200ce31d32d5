import { filterSamples, highPass } from '../../audio/biquad'
import { fromDb } from '../../audio/decibel'
import { type Pcm, pcmFrames, silentPcm } from '../../audio/pcm'
import { assert, must } from '../../base/assert'
import { clamp, secondsToFrames } from '../../base/units'

const longestGrain = 0.12
const shortestGrain = 0.02
/** A grain is turned up or down to the usual level of all by at most so many dB: a swell of rumble in one is not the room. */
const evenDb = 4
/** Below one half, since what disturbs a room is louder. */
const usualShare = 0.35

/** Of so many places for a grain the one is taken whose overlap with the last grain keeps the power best. */
const choices = 6
/** For that every so many samples are looked at: what sways is low. */
const overlapStep = 4

/** A grain of room tone: which stretch it is from, where it begins in it, and the ratio of amplitudes it is heard with. */
interface Grain {
  readonly stretch: number
  readonly start: number
  readonly gain: number
}

/** Grains of `2 * hop` frames, one every `hop`, the first at `-hop`. */
export interface GrainPlan {
  readonly hop: number
  readonly grains: readonly Grain[]
}

/**
 * Chooses the grains for `length` frames of the sound of `stretches` (at least one, all of one shape, none empty): 20–120 ms from random
 * places, all of about one level, of which no two neighbours swell or cancel where they overlap. `random` gives numbers in [0, 1).
 */
export function planGrains(stretches: readonly Pcm[], length: number, random: () => number): GrainPlan {
  const { rate } = must(stretches[0], 'room tone from nothing')
  const longest = Math.max(...stretches.map(pcmFrames))
  assert(longest > 0, 'room tone from empty stretches')
  const wanted = clamp(longest / 2, secondsToFrames(shortestGrain, rate), secondsToFrames(longestGrain, rate))
  const hop = Math.max(1, Math.floor(Math.min(wanted, longest) / 2))
  const usable = stretches.flatMap((pcm, index) =>
    longest < 2 * hop || pcmFrames(pcm) >= 2 * hop ? { index, pcm, heard: withoutRumble(pcm) } : [],
  )
  const window = sineWindow(2 * hop)
  const pick = grainPicker(usable, 2 * hop, random)
  const gainOf = evenGain(usable, 2 * hop)
  const grains: Grain[] = []
  let last: Place | null = null
  for (let at = -hop; at < length; at += hop) {
    const from = last
    const places = Array.from({ length: choices }, () => pick(from))
    last = steadiest(from, places, window)
    grains.push({ stretch: last.stretch.index, start: last.start, gain: gainOf(last) })
  }
  return { hop, grains }
}

/**
 * `length` frames of the sound of `stretches`, without an end and without a loop: the grains of `plan`, overlapping by half under sine
 * windows, which keeps the power of unrelated grains. All channels take the same grains, so the room stays where it stands.
 * `stretches` have the shape of those that `plan` was made for.
 */
export function roomTone(stretches: readonly Pcm[], length: number, { hop, grains }: GrainPlan): Pcm {
  const shape = must(stretches[0], 'room tone from nothing')
  const tone = silentPcm(shape.rate, shape.channels.length, length)
  const window = sineWindow(2 * hop)
  grains.forEach(({ stretch, start, gain }, i) => {
    const { channels } = must(stretches[stretch], 'a grain outside all stretches')
    const weights = window.map((weight) => gain * weight)
    tone.channels.forEach((out, channel) => {
      addGrain(out, (i - 1) * hop, channels[channel] ?? out, start, weights)
    })
  })
  return tone
}

function sineWindow(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / length))
}

function addGrain(out: Float32Array, at: number, from: Float32Array, start: number, weights: Float64Array): void {
  const to = Math.min(weights.length, out.length - at)
  for (let i = Math.max(0, -at); i < to; i++) {
    out[at + i] = (out[at + i] ?? 0) + (from[start + i] ?? 0) * (weights[i] ?? 0)
  }
}

/** A stretch of room, and what is heard of it. */
interface Stretch {
  readonly index: number
  readonly pcm: Pcm
  readonly heard: readonly Float64Array[]
}

/** What lies below the speech band sways by itself, and is not what a room sounds like. */
function withoutRumble({ channels, rate }: Pcm): Float64Array[] {
  const section = highPass(80, rate)
  return channels.map((samples) => filterSamples(samples, section))
}

/** A place that a grain can be taken from. */
interface Place {
  readonly stretch: Stretch
  readonly start: number
}

/** The one of `places` whose grain is least like the `last` one where they meet, the first without one. */
function steadiest(last: Place | null, places: readonly Place[], window: Float64Array): Place {
  const likeness = places.map((place) => (last === null ? 0 : Math.abs(overlap(last, place, window))))
  return must(places[likeness.indexOf(Math.min(...likeness))], 'no place for a grain')
}

/** How alike the second half of the grain at `last` and the first half of that at `next` are where they overlap, −1…1. */
function overlap(last: Place, next: Place, window: Float64Array): number {
  const hop = window.length / 2
  let product = 0
  let powerA = 0
  let powerB = 0
  last.stretch.heard.forEach((a, channel) => {
    const b = next.stretch.heard[channel] ?? a
    for (let i = 0; i < hop; i += overlapStep) {
      const x = (a[last.start + hop + i] ?? 0) * (window[hop + i] ?? 0)
      const y = (b[next.start + i] ?? 0) * (window[i] ?? 0)
      product += x * y
      powerA += x * x
      powerB += y * y
    }
  })
  return powerA > 0 && powerB > 0 ? product / Math.sqrt(powerA * powerB) : 0
}

/** For a grain of `stretches` the gain that brings it to the level that `usualShare` of them do not exceed. */
function evenGain(stretches: readonly Stretch[], grain: number): (place: Place) => number {
  const sums = new Map(stretches.map((stretch) => [stretch, runningPower(stretch.heard)]))
  const powerAt = ({ stretch, start }: Place) => {
    const sum = sums.get(stretch)
    return Math.max(0, (sum?.[Math.min(start + grain, sum.length - 1)] ?? 0) - (sum?.[start] ?? 0))
  }
  const powers = stretches.flatMap((stretch) => {
    const count = Math.max(1, Math.floor((4 * (pcmFrames(stretch.pcm) - grain)) / grain) + 1)
    return Array.from({ length: count }, (_, i) => powerAt({ stretch, start: Math.floor((i * grain) / 4) }))
  })
  const usual = powers.toSorted((a, b) => a - b)[Math.floor(powers.length * usualShare)] ?? 0
  const [least, most] = [fromDb(-evenDb), fromDb(evenDb)]
  return (place) => {
    const power = powerAt(place)
    return power > 0 ? clamp(Math.sqrt(usual / power), least, most) : 1
  }
}

function runningPower(channels: readonly Float64Array[]): Float64Array {
  const length = channels[0]?.length ?? 0
  const sums = new Float64Array(length + 1)
  for (let i = 0; i < length; i++) {
    let power = 0
    for (const samples of channels) power += (samples[i] ?? 0) ** 2
    sums[i + 1] = (sums[i] ?? 0) + power
  }
  return sums
}

/** Chooses places evenly over all stretches, and not where the next grain would only go on with the last one. */
function grainPicker(
  stretches: readonly Stretch[],
  grain: number,
  random: () => number,
): (last: Place | null) => Place {
  const rooms = stretches.map((stretch) => Math.max(1, pcmFrames(stretch.pcm) - grain + 1))
  const total = rooms.reduce((sum, room) => sum + room, 0)
  const goesOn = (last: Place | null, { stretch, start }: Place) => {
    if (last?.stretch !== stretch) return false
    const by = start - last.start
    return Math.abs(by - grain / 2) <= grain / 4 || Math.abs(by) <= grain / 8
  }
  const draw = (): Place => {
    let start = Math.floor(random() * total)
    let chosen = 0
    while (start >= (rooms[chosen] ?? total)) start -= rooms[chosen++] ?? total
    return { stretch: must(stretches[chosen], 'a grain outside all stretches'), start }
  }
  return (last) => {
    let place = draw()
    for (let tries = 1; tries < 4 && goesOn(last, place); tries++) place = draw()
    return place
  }
}
