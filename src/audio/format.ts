import type { SampleRate } from '../base/units'

/** How one sample is written. Integers are little endian two's complement, 8 bits are unsigned. */
export type Encoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64'

/** What a recording's samples look like on disk. */
export interface AudioFormat {
  readonly encoding: Encoding
  readonly rate: SampleRate
  /** 1–8. */
  readonly channels: number
  /** Bytes of one frame, all channels: `channels * bytesPerSample(encoding)`. */
  readonly bytesPerFrame: number
  /** Bits of each sample that carry sound, at most 8 times the bytes of a sample. */
  readonly validBits: number
}

const sampleBytes: Readonly<Record<Encoding, number>> = { u8: 1, s16: 2, s24: 3, s32: 4, f32: 4, f64: 8 }

/** Bytes of one sample of one channel. */
export function bytesPerSample(encoding: Encoding): number {
  return sampleBytes[encoding]
}

/** Whether samples are whole numbers, which a render must dither to. */
export function isInteger(encoding: Encoding): boolean {
  return encoding !== 'f32' && encoding !== 'f64'
}
