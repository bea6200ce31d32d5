import type { CoarsePeaks } from '../audio/coarsePeaks'
import type { CommonLayout } from '../audio/commonLayout'
import type { Envelope } from '../audio/envelope'
import type { Pause } from '../audio/pauses'
import { type PeakPyramid, PyramidBuilder } from '../audio/peaks'
import type { Frames, RecordingRange } from '../base/units'
import { runJob, type WorkerPort } from './bridge'
import type { AnalysisEnd, AnalysisReport, AnalysisRequest } from './runAnalysis'

/** What one pass over a recording finds. */
export interface Analysis {
  readonly pyramid: PeakPyramid
  readonly envelope: Envelope
  readonly pauses: readonly Pause[]
  /** Frames with samples that are NaN or infinite; when there are very many, with good frames between them. */
  readonly nonFinite: readonly RecordingRange[]
}

/** How far the pass is. */
export interface AnalysisProgress {
  readonly done: Frames
  readonly total: Frames
  /** The pyramid so far: `filled` frames of it. */
  readonly pyramid: PeakPyramid
  /** Roughly what the whole looks like, to draw behind `pyramid.filled`; null for a small recording. */
  readonly firstLook: CoarsePeaks | null
}

/** Who may cancel an analysis, and who is told how far it is. */
export interface AnalysisOptions {
  readonly signal: AbortSignal
  /** Called after the first look, then about seven times a second while the pass runs. */
  onProgress(progress: AnalysisProgress): void
}

/** Starts a worker for one `analyse`. */
export const startAnalysisWorker = (): WorkerPort =>
  new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module' })

/**
 * Goes once through the samples of `file` in a worker of its own. Rejects with the reason of `signal` when that aborts,
 * and with a `PickupError` of the code `file-changed` when the file can no longer be read.
 */
export async function analyse(
  file: Blob,
  layout: Pick<CommonLayout, 'format' | 'frames' | 'dataStart'>,
  options: AnalysisOptions,
  start: () => WorkerPort = startAnalysisWorker,
): Promise<Analysis> {
  const { format, frames, dataStart } = layout
  const builder = new PyramidBuilder(format.channels, frames)
  const samples = file.slice(dataStart, dataStart + frames * format.bytesPerFrame)
  const request: AnalysisRequest = { samples, format, frames }
  let firstLook: CoarsePeaks | null = null
  const end = await runJob<AnalysisRequest, AnalysisReport, AnalysisEnd>({
    start,
    request,
    signal: options.signal,
    onProgress: (report) => {
      builder.append(report.peaks)
      firstLook = report.firstLook ?? firstLook
      options.onProgress({ done: report.done, total: frames, pyramid: builder.pyramid, firstLook })
    },
  })
  builder.append(end.peaks)
  const { envelope, pauses, nonFinite } = end
  return { pyramid: builder.pyramid, envelope, pauses, nonFinite }
}
