import type { AudioFormat } from '../audio/format'

/** Frames of which every sample is a number. */
export interface Repaired {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** How many samples were not numbers. */
  readonly count: number
}

/**
 * A copy of whole frames in which every sample that is NaN or infinite is 0 and every other byte is as it was.
 * Integers have no such samples. For the `repair` parts of an export.
 */
export function repairSamples(bytes: Uint8Array, { encoding }: AudioFormat): Repaired {
  const repaired = new Uint8Array(bytes)
  const view = new DataView(repaired.buffer)
  let count = 0
  const zero = (width: 4 | 8, valueAt: (at: number) => number): void => {
    for (let at = 0; at + width <= repaired.length; at += width) {
      if (Number.isFinite(valueAt(at))) continue
      repaired.fill(0, at, at + width)
      count++
    }
  }
  if (encoding === 'f32' || encoding === 'f32be') zero(4, (at) => view.getFloat32(at, encoding === 'f32'))
  if (encoding === 'f64' || encoding === 'f64be') zero(8, (at) => view.getFloat64(at, encoding === 'f64'))
  return { bytes: repaired, count }
}
