import { crossfade } from '../../audio/fade'
import { type Pcm, pcmFrames, silentPcm } from '../../audio/pcm'
import type { Scene } from './scene'

/** A take's part of an insert: mono samples at their final gain, and where they stand. */
export interface Body {
  readonly samples: Float32Array
  /** Frame of the insert at which `samples` begin. */
  readonly at: number
  /** Frames over which it comes in and goes out; 0 for an edge as it is. */
  readonly rampIn: number
  readonly rampOut: number
  /** For each sample 0 in digital silence, 1 elsewhere; `null` where there is no digital silence. */
  readonly alive: Float32Array | null
  /** Share of it that each channel gets, −1…1. */
  readonly shares: readonly number[]
}

/** What is under a take. Both made of one sequence of grains. */
export interface RoomTones {
  /** Where there is no take: the room as it is. */
  readonly full: Pcm
  /** Where there is one: what its own floor lacks. */
  readonly lack: Pcm
}

/** A fade between the insert and the original at one seam. */
export interface SeamFade {
  /** Frames between the seam and the fade, in which the original goes on. */
  readonly at: number
  /** 0, or 2 and more. */
  readonly length: number
  readonly correlation: number
}

/**
 * The insert without its seams: the take spread over the channels, and under it as much room tone as keeps the floor at the
 * recording's level; the recording's constant offset is put back.
 */
export function mixBody(scene: Scene, length: number, body: Body | null, tones: RoomTones | null): Pcm {
  const mix = silentPcm(scene.rate, scene.channels, length)
  const weights = body === null ? null : bodyWeights(body)
  mix.channels.forEach((out, channel) => {
    const full = tones?.full.channels[channel]
    if (full !== undefined) out.set(full.subarray(0, length))
    const dc = scene.dc[channel] ?? 0
    if (body !== null && weights !== null) addBody(out, body, weights, { channel, lack: tones?.lack.channels[channel] })
    if (dc !== 0) for (let i = 0; i < length; i++) out[i] = (out[i] ?? 0) + dc
  })
  return mix
}

function addBody(
  out: Float32Array,
  { samples, at, shares }: Body,
  weights: Float32Array,
  { channel, lack }: { readonly channel: number; readonly lack: Float32Array | undefined },
): void {
  const share = shares[channel] ?? 1
  const from = Math.max(0, -at)
  const to = Math.min(samples.length, out.length - at)
  for (let i = from; i < to; i++) {
    const weight = weights[i] ?? 0
    const full = out[at + i] ?? 0
    out[at + i] = full + ((lack?.[at + i] ?? full) - full) * weight + (samples[i] ?? 0) * weight * share
  }
}

/** Writes both seams into `mix`: out of the original at its start, into the original at its end. */
export function writeSeams(scene: Scene, mix: Pcm, left: SeamFade, right: SeamFade): void {
  const length = pcmFrames(mix)
  mix.channels.forEach((out, channel) => {
    const head = scene.left.original.channels[channel]
    const tail = scene.right.original.channels[channel]
    if (head !== undefined && left.length > 0) {
      const end = left.at + left.length
      const faded = crossfade(head.subarray(left.at, end), out.subarray(left.at, end), left.correlation)
      out.set(head.subarray(0, left.at))
      out.set(faded, left.at)
    }
    if (tail !== undefined && right.length > 0) {
      const start = length - right.at - right.length
      const from = tail.length - right.at - right.length
      const end = start + right.length
      const faded = crossfade(out.subarray(start, end), tail.subarray(from, from + right.length), right.correlation)
      out.set(faded, start)
      out.set(tail.subarray(from + right.length), end)
    }
  })
}

/** One fade of the whole length from the original at the left seam to the original at the right one. */
export function closeGap(scene: Scene, length: number, correlation: number): Pcm {
  const channels = scene.left.original.channels.map((head, channel) => {
    const tail = scene.right.original.channels[channel] ?? head
    if (length === 0) return new Float32Array(0)
    return crossfade(head.subarray(0, length), tail.subarray(tail.length - length), correlation)
  })
  return { rate: scene.rate, channels }
}

function bodyWeights({ samples: { length }, rampIn, rampOut, alive }: Body): Float32Array {
  const weights = alive === null ? new Float32Array(length).fill(1) : alive.slice()
  for (let i = 0; i < Math.min(rampIn, length); i++) {
    weights[i] = (weights[i] ?? 0) * Math.sin((Math.PI / 2) * Math.min(1, (i + 0.5) / rampIn))
  }
  for (let i = Math.max(0, length - rampOut); i < length; i++) {
    weights[i] = (weights[i] ?? 0) * Math.sin((Math.PI / 2) * Math.min(1, (length - i - 0.5) / rampOut))
  }
  return weights
}
