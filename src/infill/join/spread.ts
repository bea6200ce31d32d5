import { dbToPower } from '../../audio/decibel'
import { likeness } from '../../audio/fade'
import type { Pcm } from '../../audio/pcm'
import { must } from '../../base/assert'
import type { SampleRate } from '../../base/units'
import { energyOf, quantile, speechPower, windowPowers } from './energy'

/** Differences between channels below this many dB are the same place: the take is then equal in both. */
const sameDb = 0.5
/** A channel this many dB below the loudest one does not carry the speaker. */
const absentDb = -30

/**
 * How much of a mono take each channel gets, −1…1, the loudest channel 1: as the speaker stands in `contexts`, by the level of the
 * speech over the floor in each channel. Negative where a channel carries the voice upside down. All 1 for what has no speech.
 * `contexts` have one shape.
 */
export function spreadOf(contexts: readonly Pcm[]): number[] {
  const channels = contexts[0]?.channels.length ?? 1
  if (channels === 1) return [1]
  const powers = Array.from({ length: channels }, (_, channel) => {
    const windows = contexts.flatMap((pcm) => channelWindows(pcm.channels[channel], pcm.rate))
    return Math.max(0, speechPower(windows).speech - quantile(windows, 0.1).speech)
  })
  const loudest = Math.max(...powers)
  if (loudest === 0) return powers.map(() => 1)
  const leader = powers.indexOf(loudest)
  return powers.map((power, channel) => {
    if (power < loudest * dbToPower(absentDb)) return 0
    const share = power > loudest * dbToPower(-sameDb) ? 1 : Math.sqrt(power / loudest)
    return contexts.every((pcm) => isInverted(pcm, leader, channel)) ? -share : share
  })
}

/** The speaker's voice: the channel that has the largest share. */
export function voiceOf(pcm: Pcm, shares: readonly number[]): Float32Array {
  const loudest = shares.indexOf(Math.max(...shares))
  return must(pcm.channels[loudest], 'more shares than channels')
}

function isInverted(pcm: Pcm, leader: number, channel: number): boolean {
  const [a, b] = [pcm.channels[leader], pcm.channels[channel]]
  if (a === undefined || b === undefined || a.length === 0) return true
  return likeness(a, 0, b, 0, a.length) < -0.5
}

function channelWindows(samples: Float32Array | undefined, rate: SampleRate) {
  return samples === undefined ? [] : windowPowers(energyOf(samples, rate), 0, samples.length)
}
