import { type Pcm, pcmFrames } from '../audio/pcm'

/** How much of each further channel both speakers get, −3 dB. */
const spread = Math.SQRT1_2

/**
 * The samples as a loudspeaker may safely get them, copied: 0 for what is not a number, held within ±1, at most two
 * channels. Of more than two channels the first two are left and right and the others are heard on both sides, so that
 * no microphone of a multitrack recording is silent; the sum is brought down by the power that was added.
 */
export function forSpeakers(pcm: Pcm): Float32Array<ArrayBuffer>[] {
  const length = pcmFrames(pcm)
  const [left, right, ...others] = pcm.channels
  const sides = [left, right].filter((samples) => samples !== undefined)
  const scale = 1 / Math.sqrt(1 + others.length * spread * spread)
  return sides.map((side) => {
    const out = new Float32Array(length)
    for (let i = 0; i < length; i++) {
      let sum = safe(side[i] ?? 0)
      for (const other of others) sum += spread * safe(other[i] ?? 0)
      out[i] = Math.min(1, Math.max(-1, sum * scale))
    }
    return out
  })
}

function safe(sample: number): number {
  if (Number.isNaN(sample)) return 0
  return Math.min(1, Math.max(-1, sample))
}

/** The samples one after another `times` times over, copied. */
export function repeated(channels: readonly Float32Array[], times: number): Float32Array<ArrayBuffer>[] {
  return channels.map((samples) => {
    const out = new Float32Array(samples.length * times)
    for (let turn = 0; turn < times; turn++) out.set(samples, turn * samples.length)
    return out
  })
}

/** Frames of the `index`-th block of a run, in seconds: the first are short so that sound starts soon. */
export function blockSeconds(index: number): number {
  return index === 0 ? 0.25 : index === 1 ? 0.5 : 1
}
