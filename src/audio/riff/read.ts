import { assert } from '../../base/assert'
import { clamp, type Frames, frames, type RecordingFrame, recordingFrame } from '../../base/units'
import { decodeFrames } from '../codec'
import type { CommonLayout } from '../commonLayout'
import { type Pcm, silentPcm } from '../pcm'
import type { ByteSource } from '../source'
import { fileChanged } from './window'

/** What of a file has to be known to read its samples. */
export type SamplesLayout = Pick<CommonLayout, 'format' | 'frames' | 'dataStart'>

/**
 * Decodes the frames `[start, start + length)` of a recording, reading their bytes and no others.
 * Asserts that they lie in the recording. Throws `file-changed` when the file holds less than it did.
 */
export async function readFrames(
  source: ByteSource,
  layout: SamplesLayout,
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

/** The frames `[start, end)` of a recording, fewer where they pass its ends. Throws as `readFrames` and `source` do. */
export async function readClamped(source: ByteSource, layout: SamplesLayout, start: number, end: number): Promise<Pcm> {
  const from = clamp(start, 0, layout.frames)
  const to = clamp(end, from, layout.frames)
  const { rate, channels } = layout.format
  if (from === to) return silentPcm(rate, channels, 0)
  return readFrames(source, layout, recordingFrame(from), frames(to - from))
}
