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
  /** Power of its floor over the power of the recording's, 0–1: so much less room tone is under it. */
  readonly floorShare: number
}

/** A fade between the insert and the original at one seam. */
export interface SeamFade {
  /** 0, or 2 and more. */
  readonly length: number
  readonly correlation: number
}

/**
 * The insert without its seams: the take spread over the channels as the speaker stands, and under it as much room tone as keeps
 * the floor at the recording's level; the recording's constant offset is put back.
 */
export function mixBody(scene: Scene, length: number, body: Body | null, tone: Pcm | null): Pcm {
  const mix = silentPcm(scene.rate, scene.channels, length)
  const weights = body === null ? null : bodyWeights(body)
  mix.channels.forEach((out, channel) => {
    const noise = tone?.channels[channel]
    if (noise !== undefined) out.set(noise.subarray(0, length))
    if (body !== null && weights !== null) {
      const share = scene.shares[channel] ?? 1
      body.samples.forEach((value, i) => {
        const weight = weights[i] ?? 0
        const at = body.at + i
        out[at] = (out[at] ?? 0) * Math.sqrt(1 - weight * weight * body.floorShare) + value * weight * share
      })
    }
    const dc = scene.dc[channel] ?? 0
    for (let i = 0; i < length; i++) out[i] = (out[i] ?? 0) + dc
  })
  return mix
}

/** Writes both seams into `mix`: out of the original at its start, into the original at its end. */
export function writeSeams(scene: Scene, mix: Pcm, left: SeamFade, right: SeamFade): void {
  const length = pcmFrames(mix)
  mix.channels.forEach((out, channel) => {
    const head = scene.left.original.channels[channel]
    const tail = scene.right.original.channels[channel]
    if (head !== undefined && left.length > 0) {
      out.set(crossfade(head.subarray(0, left.length), out.subarray(0, left.length), left.correlation))
    }
    if (tail !== undefined && right.length > 0) {
      const start = length - right.length
      out.set(crossfade(out.subarray(start), tail.subarray(tail.length - right.length), right.correlation), start)
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

function bodyWeights(body: Body): Float32Array {
  const { length } = body.samples
  return Float32Array.from({ length }, (_, i) => {
    const rise = body.rampIn > 0 ? Math.min(1, (i + 0.5) / body.rampIn) : 1
    const fall = body.rampOut > 0 ? Math.min(1, (length - i - 0.5) / body.rampOut) : 1
    return Math.sin((Math.PI / 2) * rise) * Math.sin((Math.PI / 2) * fall)
  })
}
