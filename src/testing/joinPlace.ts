import { encodeFrames } from '../audio/codec'
import { newFormat } from '../audio/riff/header'
import { frames, type RecordingRange, type SampleRate } from '../base/units'
import type { JoinPlace } from '../workers/runJoin'

/** A span of a mono recording of 32-bit floats that lies in memory. */
export function joinPlace(samples: Float32Array, rate: SampleRate, replaced: RecordingRange): JoinPlace {
  const format = newFormat('f32', rate, 1)
  const bytes = new Uint8Array(encodeFrames([samples], format, null))
  return { samples: new Blob([bytes]), format, frames: frames(samples.length), replaced }
}
