import { type CoarsePeaks, CoarsePeaksBuilder, looksInto } from '../audio/coarsePeaks'
import type { AudioFormat } from '../audio/format'
import type { Frames } from '../base/units'

/** Smaller recordings are read as quickly as looked at, in bytes. */
const SMALLEST = 50_000_000
/** Bytes that a disk gives in a millisecond, taken low; a look over them may take a twelfth of that time … */
const BYTES_PER_MS = 1_000_000
const SHARE = 1 / 12
/** … but no longer than this, in milliseconds. */
const LONGEST = 60
/** Looks at the same time. */
const LANES = 8

/**
 * Looks into a recording at a few hundred places, as many as the time allows, while the pass over it begins. `now` tells
 * milliseconds. Null for a small recording, and for one that cannot be read, which whoever reads it next will say.
 */
export async function lookOver(
  samples: Blob,
  format: AudioFormat,
  length: Frames,
  now: () => number,
): Promise<CoarsePeaks | null> {
  if (samples.size < SMALLEST || samples.size < length * format.bytesPerFrame) return null
  const until = now() + Math.min(LONGEST, (SHARE * samples.size) / BYTES_PER_MS)
  const builder = new CoarsePeaksBuilder(format, length)
  const looks = looksInto(format, length)
  const lane = async (): Promise<void> => {
    for (const look of looks) {
      builder.add(look, new Uint8Array(await samples.slice(look.start, look.end).arrayBuffer()))
      if (now() >= until) return
    }
  }
  try {
    await Promise.all(Array.from({ length: LANES }, lane))
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
  return builder.finish()
}
