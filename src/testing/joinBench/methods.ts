import { type Pcm, pcmFrames, toMono } from '../../audio/pcm'
import { resample } from '../../audio/resample'
import { defaultJoin, type JoinSettings } from '../../edit/joinSettings'
import { decodeTake } from '../../infill/join/decodeTake'
import { join } from '../../infill/join/join'
import type { JoinCase } from './cases'

/** Makes the insert of a case, at the recording's rate and channel count. */
export type Method = (joinCase: JoinCase) => Promise<Pcm>

/** Pickup's own join. */
export const pickup =
  (settings: JoinSettings = defaultJoin): Method =>
  async ({ bytes, surroundings }) =>
    join(await decodeTake(bytes), surroundings, settings).insert

/** The take as it came, at the recording's rate. */
export const plain: Method = ({ bytes, recording }) => spread(bytes, recording, (samples) => samples)

/** The take with linear fades of 3 ms at both ends. */
export const shortFades: Method = ({ bytes, recording }) =>
  spread(bytes, recording, (samples) => {
    const fade = Math.round(0.003 * recording.rate)
    return samples.map((value, i) => value * Math.min(1, i / fade, (samples.length - 1 - i) / fade))
  })

/** Linear crossfades of 100 ms with the original, and the nearest 200 ms of pause looped under the take. */
export const loopedTone: Method = async (joinCase) => {
  const { bytes, recording, start, end, quietAround } = joinCase
  const take = await spread(bytes, recording, (samples) => samples)
  const length = pcmFrames(take)
  const fade = Math.min(Math.round(0.1 * recording.rate), Math.floor(length / 2), end - start)
  const nearest = quietAround.toSorted((a, b) => distance(a, start, end) - distance(b, start, end))[0]
  return {
    rate: take.rate,
    channels: take.channels.map((samples, channel) => {
      const original = recording.channels[channel] ?? samples
      const loop = nearest
        ? original.subarray(nearest.start, Math.min(nearest.end, nearest.start + 0.2 * take.rate))
        : []
      return samples.map((value, i) => {
        const heard = value + (loop.length > 0 ? (loop[i % loop.length] ?? 0) : 0)
        if (i < fade) return mix(original[start + i] ?? 0, heard, i / fade)
        const left = length - 1 - i
        return left < fade ? mix(original[end - 1 - left] ?? 0, heard, left / fade) : heard
      })
    }),
  }
}

/** What a perfect join would give: the original. It shows how far each figure is off by itself. */
export const perfect: Method = ({ recording, start, end }) =>
  Promise.resolve({ rate: recording.rate, channels: recording.channels.map((samples) => samples.slice(start, end)) })

async function spread(bytes: Uint8Array, recording: Pcm, shape: (samples: Float32Array) => Float32Array): Promise<Pcm> {
  const take = await decodeTake(bytes)
  const samples = shape(resample(toMono(take), take.rate, recording.rate))
  return { rate: recording.rate, channels: recording.channels.map(() => samples) }
}

function mix(from: number, to: number, share: number): number {
  return from * (1 - share) + to * share
}

function distance(quiet: { readonly start: number; readonly end: number }, start: number, end: number): number {
  return quiet.end <= start ? start - quiet.end : quiet.start - end
}
