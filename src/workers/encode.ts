import type { WorkerPort } from './bridge'
import type { Encoded, ExportTarget } from './encodeTypes'
import { runFileJob } from './fileJob'
import type { EncodeRequest } from './runEncode'

/** How an encoding is followed and stopped. */
export interface EncodeOptions {
  readonly signal: AbortSignal
  /** Told the share done, 0 to 1. */
  readonly onProgress: (share: number) => void
}

const startWorker = (): WorkerPort => new Worker(new URL('./encode.worker.ts', import.meta.url), { type: 'module' })

/**
 * Writes `recording`, a file of plain samples such as the corrected WAV put together from its parts, in another format to
 * `path` of the origin's private files. Resolves once it is on disk; whoever asked removes it when it is saved. Rejects with
 * the reason of the signal, with a `PickupError` of a code of `EncodeErrorCode` or `RecordingErrorCode`, and with a
 * QuotaExceededError; then no file stays.
 */
export function encodeExport(
  target: ExportTarget,
  recording: Blob,
  path: string,
  options: EncodeOptions,
  start: () => WorkerPort = startWorker,
): Promise<Encoded> {
  const request: EncodeRequest = { target, blob: recording, path }
  return runFileJob<EncodeRequest, Encoded>({ start, request, path, ...options })
}
