import { dbToPower } from '../../audio/decibel'
import { type Pcm, slicePcm } from '../../audio/pcm'
import { secondsToFrames } from '../../base/units'
import { type BandPower, type Energy, quantile, windowHop, windowPowers } from './energy'

/** How far above the floor a quiet stretch may rise, in dB: noise does, a breath does not. */
const tolerance = { speech: 5, high: 6 }
/**
 * The same for all of the sound, under the speech band too: a puff of air there is as quiet as a room in the bands, and would be a
 * thump as room tone.
 */
const puffDb = 10
/** What rises so far above the quietest tenth of a pause, in dB, is a sound in it, as rumble or breath are, and tells nothing of the room. */
const soundOverDb = 10
/** So many windows of a pause tell its level. */
const enoughWindows = 10
const shortest = 0.04
/** Quieter than this in power is digital silence. */
const dead = 1e-10
/** What lies this near to sound is left out. */
const margin = 0.01
/** No more pause sound than this is gathered. */
const enough = 1.5

/** A side of the fix in which pause sound is looked for. */
export interface QuietSource {
  readonly pcm: Pcm
  /** Energy of the speaker's voice in `pcm`. */
  readonly energy: Energy
  /** Frames at which a known pause begins and ends; equal when there is none. */
  readonly pause: { readonly start: number; readonly end: number }
  /** Which end of `pcm` lies at the fix. */
  readonly nearEnd: 'start' | 'end'
}

/** The level of the pauses: of those at the seams when they are long enough to tell, else of the quietest tenth. */
export function floorOf(sources: readonly QuietSource[]): BandPower {
  const seams = seamWindows(sources)
  return seams.length >= enoughWindows ? quantile(seams, 0.3) : quietestTenth(sources)
}

/** As `floorOf`, of the room alone: sounds in a pause, and what dies away in it, do not count. */
export function roomFloorOf(sources: readonly QuietSource[]): BandPower {
  const seams = seamWindows(sources)
  return seams.length >= enoughWindows ? quantile(withoutSounds(seams), 0.3) : quietestTenth(sources)
}

function seamWindows(sources: readonly QuietSource[]): BandPower[] {
  return sources.flatMap(({ energy, pause }) => {
    const edge = secondsToFrames(margin, energy.rate)
    return windowPowers(energy, pause.start + edge, pause.end - edge)
  })
}

function quietestTenth(sources: readonly QuietSource[]): BandPower {
  return quantile(
    sources.flatMap(({ energy }) => windowPowers(energy, 0, energy.length)),
    0.1,
  )
}

/** Those of `windows` in which no sound stands out of the room; all of them where that leaves too few to tell. */
function withoutSounds(windows: readonly BandPower[]): readonly BandPower[] {
  const least = quantile(
    windows.filter(({ speech }) => speech > dead),
    0.1,
  )
  const over = dbToPower(soundOverDb)
  const room = windows.filter(({ speech, high }) => speech <= over * least.speech && high <= over * least.high)
  return room.length >= enoughWindows ? room : windows
}

/** Stretches of pure pause sound of about the level `floor`, the nearest to the fix first, up to 1.5 s in all. */
export function quietStretches(sources: readonly QuietSource[], floor: BandPower): Pcm[] {
  const heard = sources.map((source) => quietWindows(source, floor))
  const powers = Float64Array.from(heard.flat().filter((power) => power !== null)).sort()
  const live = powers.filter((power) => power > dead)
  const usual = live[Math.floor(0.3 * live.length)] ?? 0
  // Digital silence is the room only where there is no other.
  const limits = live.length > 0 ? { least: dead, most: usual * dbToPower(puffDb) } : { least: -1, most: dead }
  const found = sources.flatMap((source, i) =>
    quietRuns(source.energy, heard[i] ?? [], limits).map(({ start, end }) => ({
      pcm: slicePcm(source.pcm, start, end),
      length: end - start,
      distance: source.nearEnd === 'start' ? start : source.energy.length - end,
    })),
  )
  found.sort((a, b) => a.distance - b.distance)
  const kept: Pcm[] = []
  let total = 0
  for (const { pcm, length } of found) {
    if (total >= enough * pcm.rate) break
    kept.push(pcm)
    total += length
  }
  return kept
}

/** For each window (see `windowPowers`) that is quiet in both bands the power of all its sound, the worst channel's; else `null`. */
function quietWindows({ pcm, energy }: QuietSource, floor: BandPower): (number | null)[] {
  const window = secondsToFrames(0.01, energy.rate)
  const hop = windowHop(energy.rate)
  const limit = {
    speech: floor.speech * dbToPower(tolerance.speech) + 1e-12,
    high: floor.high * dbToPower(tolerance.high) + 1e-12,
  }
  return windowPowers(energy, 0, energy.length).map((power, i) => {
    if (power.speech > limit.speech || power.high > limit.high) return null
    return Math.max(...pcm.channels.map((samples) => meanSquare(samples, i * hop, i * hop + window)))
  })
}

function quietRuns(
  energy: Energy,
  windows: readonly (number | null)[],
  { least, most }: { readonly least: number; readonly most: number },
): { start: number; end: number }[] {
  const window = secondsToFrames(0.01, energy.rate)
  const hop = windowHop(energy.rate)
  const edge = secondsToFrames(margin, energy.rate)
  const runs: { start: number; end: number }[] = []
  const close = (start: number, end: number) => {
    if (end - start - 2 * edge >= secondsToFrames(shortest, energy.rate))
      runs.push({ start: start + edge, end: end - edge })
  }
  let start: number | null = null
  windows.forEach((power, i) => {
    const quiet = power !== null && power > least && power <= most
    if (quiet && start === null) start = i * hop
    if (!quiet && start !== null) {
      close(start, (i - 1) * hop + window)
      start = null
    }
  })
  if (start !== null) close(start, energy.length)
  return runs
}

function meanSquare(samples: Float32Array, start: number, end: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += (samples[i] ?? 0) ** 2
  return sum / (end - start)
}
