import { EnvelopeBuilder } from '../audio/envelope'
import { type FileLayout, readLayout } from '../audio/layout'
import { findPauses, type Pause } from '../audio/pauses'
import type { Pcm } from '../audio/pcm'
import { readClamped } from '../audio/riff/read'
import { clamp, frames, type RecordingRange, recordingRange } from '../base/units'
import { type OpenFile, openFile } from './fileSource'

/** A recording on disk. */
export interface Recording {
  readonly file: OpenFile
  readonly layout: FileLayout
}

const blockSeconds = 10

/** Opens a recording, runs `work` with it and closes it. Its headers alone are read. Throws RecordingError for what has no plain samples. */
export async function withRecording<Result>(
  path: string,
  work: (recording: Recording) => Promise<Result>,
): Promise<Result> {
  const file = await openFile(path)
  try {
    return await work({ file, layout: await readLayout(file) })
  } finally {
    await file.close()
  }
}

/** The frames `[start, end)`, fewer where they pass the ends. Samples that are no numbers are 0. Throws `file-changed`. */
export async function readFinite({ file, layout }: Recording, start: number, end: number): Promise<Pcm> {
  const pcm = await readClamped(file, layout, start, end)
  return {
    rate: pcm.rate,
    channels: pcm.channels.map((samples) =>
      samples.every(Number.isFinite) ? samples : samples.map((value) => (Number.isFinite(value) ? value : 0)),
    ),
  }
}

/** The pauses of a recording, or of its frames `[start, end)` as far as they are there, in one pass that keeps only their envelope. */
export async function pausesOf(
  recording: Recording,
  start = 0,
  end: number = recording.layout.frames,
): Promise<Pause[]> {
  const { format, frames: length } = recording.layout
  const from = clamp(start, 0, length)
  const to = clamp(end, from, length)
  const builder = new EnvelopeBuilder(format.rate, format.channels, frames(to - from))
  const block = blockSeconds * format.rate
  for (let at = from; at < to; at += block) {
    builder.pushPlanar((await readFinite(recording, at, Math.min(to, at + block))).channels)
  }
  return findPauses(builder.finish()).map((pause) => later(pause, from))
}

function later({ start, end, depth, breath }: Pause, by: number): Pause {
  const moved = (range: RecordingRange) => recordingRange(range.start + by, range.end + by)
  const same = { ...moved({ start, end }), depth }
  return breath === undefined ? same : { ...same, breath: moved(breath) }
}
