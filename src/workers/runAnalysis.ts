import { AnalysisPass } from '../audio/analysisPass'
import type { CoarsePeaks } from '../audio/coarsePeaks'
import type { Envelope } from '../audio/envelope'
import type { AudioFormat } from '../audio/format'
import type { Kernel } from '../audio/kernel/kernelMeter'
import { findPauses, type Pause } from '../audio/pauses'
import { fileChanged } from '../audio/riff/window'
import type { Frames, RecordingRange } from '../base/units'
import { lookOver } from './firstLook'
import { readBlocks } from './readBlocks'

/** What the analysis worker is asked: to go through `frames` frames of `format`. */
export interface AnalysisRequest {
  /** The samples alone, without the header and what follows them. */
  readonly samples: Blob
  readonly format: AudioFormat
  readonly frames: Frames
}

/** What came since the last report. */
export interface AnalysisPart {
  readonly done: Frames
  /** The next finest peaks, one array for each channel. */
  readonly peaks: readonly Int16Array<ArrayBuffer>[]
}

/** What is said while the pass runs. */
export interface AnalysisReport extends AnalysisPart {
  /** A first look over the whole, said once before the first peaks; null in all other reports. */
  readonly firstLook: CoarsePeaks | null
}

/** The end of the pass: its last part, and what is known of the whole. */
export interface AnalysisEnd extends AnalysisPart {
  readonly envelope: Envelope
  readonly pauses: readonly Pause[]
  readonly nonFinite: readonly RecordingRange[]
}

/** Milliseconds between two reports: drawing what they say takes its time from the pass. */
const REPORT_EVERY = 150

/**
 * Goes through the samples of a recording once, and looks over a large one as it begins. `report` is called after the look,
 * then about seven times a second; `now` tells milliseconds. `kernel`, where there is one, makes it faster. Throws a
 * `RecordingError` with the code `file-changed` when the file can no longer be read or has become shorter.
 */
export async function runAnalysis(
  request: AnalysisRequest,
  report: (part: AnalysisReport) => void,
  now: () => number,
  kernel: Kernel | null = null,
): Promise<AnalysisEnd> {
  const { samples, format, frames: length } = request
  const pass = new AnalysisPass(format, length, kernel)
  let next = Number.POSITIVE_INFINITY
  const tell = (firstLook: CoarsePeaks | null): void => {
    report({ done: pass.done, peaks: pass.takePeaks(), firstLook })
    next = now() + REPORT_EVERY
  }
  const look = async (): Promise<void> => {
    const firstLook = await lookOver(samples, format, length, now)
    if (firstLook && pass.done < length) tell(firstLook)
    else next = Number.NEGATIVE_INFINITY
  }
  const take = (bytes: Uint8Array): number => {
    const used = pass.push(bytes)
    if (now() >= next && pass.done < length) tell(null)
    return used
  }
  try {
    await Promise.all([look(), readBlocks(samples, take)])
  } catch (error) {
    if (error instanceof DOMException) throw fileChanged()
    throw error
  }
  if (pass.done < length) throw fileChanged()
  const { envelope, around, nonFinite } = pass.finish()
  return { done: pass.done, peaks: pass.takePeaks(), envelope, nonFinite, pauses: findPauses(envelope, {}, around) }
}
