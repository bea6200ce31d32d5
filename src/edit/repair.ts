import type { AudioFormat } from '../audio/format'

/**
 * A copy of whole frames in which every sample that is NaN or infinite is 0 and every other byte is as it was.
 * Integers have no such samples. For the `repair` parts of an export.
 */
export function repairSamples(bytes: Uint8Array, format: AudioFormat): Uint8Array {
  const repaired = bytes.slice()
  const view = new DataView(repaired.buffer)
  if (format.encoding === 'f32') {
    for (let at = 0; at + 4 <= repaired.length; at += 4) {
      if (!Number.isFinite(view.getFloat32(at, true))) view.setFloat32(at, 0, true)
    }
  } else if (format.encoding === 'f64') {
    for (let at = 0; at + 8 <= repaired.length; at += 8) {
      if (!Number.isFinite(view.getFloat64(at, true))) view.setFloat64(at, 0, true)
    }
  }
  return repaired
}
