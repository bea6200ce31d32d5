import type { AudioFormat } from '../audio/format'

/**
 * A copy of whole frames in which every sample that is NaN or infinite is 0 and every other byte is as it was.
 * Integers have no such samples. For the `repair` parts of an export.
 */
export function repairSamples(bytes: Uint8Array, format: AudioFormat): Uint8Array {
  const repaired = bytes.slice()
  const view = new DataView(repaired.buffer)
  const { encoding } = format
  if (encoding === 'f32' || encoding === 'f32be') {
    const little = encoding === 'f32'
    for (let at = 0; at + 4 <= repaired.length; at += 4) {
      if (!Number.isFinite(view.getFloat32(at, little))) view.setFloat32(at, 0)
    }
  } else if (encoding === 'f64' || encoding === 'f64be') {
    const little = encoding === 'f64'
    for (let at = 0; at + 8 <= repaired.length; at += 8) {
      if (!Number.isFinite(view.getFloat64(at, little))) view.setFloat64(at, 0)
    }
  }
  return repaired
}
