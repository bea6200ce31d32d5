import { AnalysisPass } from '../audio/analysisPass'
import type { CoarsePeaks } from '../audio/coarsePeaks'
import type { Envelope } from '../audio/envelope'
import type { AudioFormat } from '../audio/format'
import { findPauses, type Pause } from '../audio/pauses'
import { fileChanged } from '../audio/riff/window'
import { type Frames, frames, type RecordingRange } from '../base/units'
import { lookOver } from './firstLook'
import { loadKernel } from './loadKernel'
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

/** Milliseconds between two reports. */
const REPORT_EVERY = 50

/**
 * Looks over a large recording, then goes through its samples once. `report` is called after the look, then about 20 times
 * a second, first after the first block; `now` tells milliseconds. Throws a `RecordingError` with the code `file-changed` when the file can no longer be read or has become
 * shorter.
 */
export async function runAnalysis(
  request: AnalysisRequest,
  report: (part: AnalysisReport) => void,
  now: () => number,
): Promise<AnalysisEnd> {
  const { samples, format, frames: length } = request
  const pass = new AnalysisPass(format, length, await loadKernel())
  const firstLook = await lookOver(samples, format, length, now)
  if (firstLook) report({ done: frames(0), peaks: pass.takePeaks(), firstLook })
  let next = Number.NEGATIVE_INFINITY
  try {
    await readBlocks(samples, (bytes) => {
      const used = pass.push(bytes)
      if (now() >= next && pass.done < length) {
        report({ done: pass.done, peaks: pass.takePeaks(), firstLook: null })
        next = now() + REPORT_EVERY
      }
      return used
    })
  } catch (error) {
    if (error instanceof DOMException) throw fileChanged()
    throw error
  }
  if (pass.done < length) throw fileChanged()
  const { envelope, around, nonFinite } = pass.finish()
  return { done: pass.done, peaks: pass.takePeaks(), envelope, nonFinite, pauses: findPauses(envelope, {}, around) }
}
