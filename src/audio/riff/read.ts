import { assert } from '../../base/assert'
import type { Frames, RecordingFrame } from '../../base/units'
import { decodeFrames } from '../codec'
import type { CommonLayout } from '../commonLayout'
import type { Pcm } from '../pcm'
import type { ByteSource } from '../source'
import { fileChanged } from './window'

/**
 * Decodes the frames `[start, start + length)` of a recording, reading their bytes and no others.
 * Asserts that they lie in the recording. Throws `file-changed` when the file holds less than it did.
 */
export async function readFrames(
  source: ByteSource,
  layout: Pick<CommonLayout, 'format' | 'frames' | 'dataStart'>,
  start: RecordingFrame,
  length: Frames,
): Promise<Pcm> {
  const { format, dataStart } = layout
  assert(start + length <= layout.frames, `frames ${start}+${length} outside the recording of ${layout.frames}`)
  const from = dataStart + start * format.bytesPerFrame
  const to = from + length * format.bytesPerFrame
  const bytes = length === 0 ? new Uint8Array(0) : await source.read(from, to)
  if (bytes.length !== to - from) throw fileChanged()
  return { rate: format.rate, channels: decodeFrames(bytes, format) }
}
