import { fromDb } from '../../audio/decibel'
import { type Pcm, pcmFrames, silentPcm } from '../../audio/pcm'
import { assert, must } from '../../base/assert'
import { clamp, secondsToFrames } from '../../base/units'

const longestGrain = 0.12
const shortestGrain = 0.02
/** A grain is turned up or down to the usual level of all by at most so many dB: a swell of rumble in one is not the room. */
const evenDb = 4

/**
 * `length` frames of the sound of `stretches` (at least one, all of one shape, none empty), without an end and without a loop:
 * grains of 20–120 ms from random places, overlapping by half under sine windows, which keeps the power of unrelated grains.
 * All channels take the same grains, so the room stays where it stands; all grains have about one level. `random` gives numbers in [0, 1).
 */
export function roomTone(stretches: readonly Pcm[], length: number, random: () => number): Pcm {
  const shape = must(stretches[0], 'room tone from nothing')
  const rate = shape.rate
  const longest = Math.max(...stretches.map(pcmFrames))
  assert(longest > 0, 'room tone from empty stretches')
  const wanted = clamp(longest / 2, secondsToFrames(shortestGrain, rate), secondsToFrames(longestGrain, rate))
  const hop = Math.max(1, Math.floor(Math.min(wanted, longest) / 2))
  const grain = 2 * hop
  const usable = longest < grain ? stretches : stretches.filter((stretch) => pcmFrames(stretch) >= grain)
  const window = Float64Array.from({ length: grain }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / grain))

  const tone = silentPcm(rate, shape.channels.length, length)
  const pick = grainPicker(usable, grain, random)
  const gainOf = evenGain(usable, grain)
  for (let at = -hop; at < length; at += hop) {
    const { stretch, start } = pick()
    const weights = window.map((weight) => weight * gainOf(stretch, start))
    tone.channels.forEach((out, channel) => {
      addGrain(out, at, stretch.channels[channel] ?? out, start, weights)
    })
  }
  return tone
}

function addGrain(out: Float32Array, at: number, from: Float32Array, start: number, weights: Float64Array): void {
  const to = Math.min(weights.length, out.length - at)
  for (let i = Math.max(0, -at); i < to; i++) {
    out[at + i] = (out[at + i] ?? 0) + (from[start + i] ?? 0) * (weights[i] ?? 0)
  }
}

/** For a grain of `stretches` the gain that brings it to the level that half of them have. */
function evenGain(stretches: readonly Pcm[], grain: number): (stretch: Pcm, start: number) => number {
  const sums = new Map(stretches.map((stretch) => [stretch, runningPower(stretch)]))
  const powerAt = (stretch: Pcm, start: number) => {
    const sum = sums.get(stretch)
    return Math.max(0, (sum?.[Math.min(start + grain, sum.length - 1)] ?? 0) - (sum?.[start] ?? 0))
  }
  const powers = stretches.flatMap((stretch) => {
    const count = Math.max(1, Math.floor((4 * (pcmFrames(stretch) - grain)) / grain) + 1)
    return Array.from({ length: count }, (_, i) => powerAt(stretch, Math.floor((i * grain) / 4)))
  })
  const usual = powers.toSorted((a, b) => a - b)[Math.floor(powers.length / 2)] ?? 0
  const [least, most] = [fromDb(-evenDb), fromDb(evenDb)]
  return (stretch, start) => {
    const power = powerAt(stretch, start)
    return power > 0 ? clamp(Math.sqrt(usual / power), least, most) : 1
  }
}

function runningPower({ channels }: Pcm): Float64Array {
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
function grainPicker(stretches: readonly Pcm[], grain: number, random: () => number) {
  const rooms = stretches.map((stretch) => Math.max(1, pcmFrames(stretch) - grain + 1))
  const total = rooms.reduce((sum, room) => sum + room, 0)
  let last = -grain
  return () => {
    let place = 0
    for (let tries = 0; tries < 4; tries++) {
      place = Math.floor(random() * total)
      if (Math.abs(place - last - grain / 2) > grain / 4 && Math.abs(place - last) > grain / 8) break
    }
    last = place
    let start = place
    let chosen = 0
    while (start >= (rooms[chosen] ?? total)) start -= rooms[chosen++] ?? total
    return { stretch: must(stretches[chosen], 'a grain outside all stretches'), start }
  }
}
