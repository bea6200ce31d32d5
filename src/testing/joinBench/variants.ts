import { complexZeros, Fft, powerOfTwo } from '../../audio/fft'
import type { Pcm } from '../../audio/pcm'
import { toMono } from '../../audio/pcm'
import { must } from '../../base/assert'
import { mulberry32 } from '../../base/random'
import { roomNoise } from '../syntheticSpeech'

/** What is done to a recording before it is cut: as it is, in noise, in a large room, or with a speaker left of the middle. */
export type Variant = 'plain' | 'noisy' | 'reverberant' | 'stereo'

/** The recording of `variant` that is made from one channel of `pcm`. The same on every machine. */
export function variantOf(pcm: Pcm, variant: Variant): Pcm {
  switch (variant) {
    case 'plain':
      return pcm
    case 'noisy':
      return { rate: pcm.rate, channels: [noisy(toMono(pcm), pcm.rate)] }
    case 'reverberant':
      return { rate: pcm.rate, channels: [reverberant(toMono(pcm), pcm.rate)] }
    case 'stereo':
      return stereo(pcm)
  }
}

/** Steady noise 22 dB below the whole. */
function noisy(samples: Float32Array, rate: number): Float32Array {
  const noise = roomNoise(samples.length, rate, levelOf(samples) - 22, mulberry32(3))
  return samples.map((value, i) => value + (noise[i] ?? 0))
}

/** A diffuse room: noise that falls by 60 dB in 0.5 s, 6 dB below the direct sound. */
function reverberant(samples: Float32Array, rate: number): Float32Array {
  const random = mulberry32(5)
  const tail = Float64Array.from({ length: Math.round(0.5 * rate) }, (_, i) => {
    const white = random() + random() + random() - 1.5
    return i < 0.003 * rate ? 0 : white * 10 ** ((-3 * i) / (0.5 * rate))
  })
  const power = tail.reduce((sum, value) => sum + value * value, 0)
  const scale = Math.sqrt(0.25 / power)
  const size = powerOfTwo(samples.length + tail.length)
  const fft = new Fft(size)
  const dry = complexZeros(size)
  dry.re.set(samples)
  const room = complexZeros(size)
  room.re.set(tail.map((value) => value * scale))
  room.re[0] = 1
  fft.forward(dry)
  fft.forward(room)
  for (let k = 0; k < size; k++) {
    const re = (dry.re[k] ?? 0) * (room.re[k] ?? 0) - (dry.im[k] ?? 0) * (room.im[k] ?? 0)
    dry.im[k] = (dry.re[k] ?? 0) * (room.im[k] ?? 0) + (dry.im[k] ?? 0) * (room.re[k] ?? 0)
    dry.re[k] = re
  }
  fft.inverse(dry)
  return Float32Array.from(samples, (_, i) => (dry.re[i] ?? 0) / size)
}

/** The speaker 4 dB to the left, and a room of its own in each channel. */
function stereo(pcm: Pcm): Pcm {
  const mono = must(pcm.channels[0], 'audio without channels')
  const room = (seed: number) => roomNoise(mono.length, pcm.rate, levelOf(mono) - 38, mulberry32(seed))
  const [left, right] = [room(7), room(8)]
  return {
    rate: pcm.rate,
    channels: [mono.map((value, i) => value + (left[i] ?? 0)), mono.map((value, i) => 0.63 * value + (right[i] ?? 0))],
  }
}

function levelOf(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length) + 1e-12)
}
