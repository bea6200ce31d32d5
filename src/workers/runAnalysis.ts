import { AnalysisPass } from '../audio/analysisPass'
import type { Envelope } from '../audio/envelope'
import type { AudioFormat } from '../audio/format'
import { findPauses, type Pause } from '../audio/pauses'
import { fileChanged } from '../audio/riff/window'
import type { Frames, RecordingRange } from '../base/units'
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

/** The end of the pass: its last part, and what is known of the whole. */
export interface AnalysisEnd extends AnalysisPart {
  readonly envelope: Envelope
  readonly pauses: readonly Pause[]
  readonly nonFinite: readonly RecordingRange[]
}

/** Milliseconds between two reports. */
const REPORT_EVERY = 50

/**
 * Goes through the samples once. `report` is called about 20 times a second, first after the first block; `now` tells
 * milliseconds. Throws a `RecordingError` with the code `file-changed` when the file can no longer be read or has become
 * shorter.
 */
export async function runAnalysis(
  request: AnalysisRequest,
  report: (part: AnalysisPart) => void,
  now: () => number,
): Promise<AnalysisEnd> {
  const pass = new AnalysisPass(request.format, request.frames)
  let next = Number.NEGATIVE_INFINITY
  try {
    await readBlocks(request.samples, (bytes) => {
      const used = pass.push(bytes)
      if (now() >= next && pass.done < request.frames) {
        report({ done: pass.done, peaks: pass.takePeaks() })
        next = now() + REPORT_EVERY
      }
      return used
    })
  } catch (error) {
    if (error instanceof DOMException) throw fileChanged()
    throw error
  }
  if (pass.done < request.frames) throw fileChanged()
  const { envelope, nonFinite } = pass.finish()
  return { done: pass.done, peaks: pass.takePeaks(), envelope, nonFinite, pauses: findPauses(envelope) }
}
