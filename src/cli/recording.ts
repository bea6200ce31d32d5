import { EnvelopeBuilder } from '../audio/envelope'
import { findPauses, type Pause } from '../audio/pauses'
import { type Pcm, silentPcm } from '../audio/pcm'
import { readWavLayout, type WavLayout } from '../audio/riff/layout'
import { readFrames } from '../audio/riff/read'
import { frames, recordingFrame } from '../base/units'
import { type OpenFile, openFile } from './fileSource'

/** A recording on disk. */
export interface Recording {
  readonly file: OpenFile
  readonly layout: WavLayout
}

const blockSeconds = 10

/** Opens a recording: its headers alone are read. Throws RecordingError for what is no WAV. */
export async function openRecording(path: string): Promise<Recording> {
  const file = await openFile(path)
  try {
    return { file, layout: await readWavLayout(file) }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** The frames `[start, end)`, fewer where they pass the ends. Samples that are no numbers are 0. */
export async function readClamped({ file, layout }: Recording, start: number, end: number): Promise<Pcm> {
  const from = Math.min(Math.max(0, start), layout.frames)
  const to = Math.max(from, Math.min(end, layout.frames))
  const { rate, channels } = layout.format
  if (from === to) return silentPcm(rate, channels, 0)
  const pcm = await readFrames(file, layout, recordingFrame(from), frames(to - from))
  return {
    rate,
    channels: pcm.channels.map((samples) =>
      samples.every(Number.isFinite) ? samples : samples.map((value) => (Number.isFinite(value) ? value : 0)),
    ),
  }
}

/** The pauses of a recording, in one pass that keeps only its envelope. */
export async function pausesOf(recording: Recording): Promise<Pause[]> {
  const { format, frames: length } = recording.layout
  const builder = new EnvelopeBuilder(format.rate, format.channels, length)
  const block = blockSeconds * format.rate
  for (let at = 0; at < length; at += block) {
    builder.pushPlanar((await readClamped(recording, at, at + block)).channels)
  }
  return findPauses(builder.finish())
}
