import type { WorkerPort } from './bridge'
import type { DecodeOutcome } from './decodeTypes'
import { runFileJob } from './fileJob'
import type { DecodeRequest } from './openTrack'

/** How a decoding is followed, stopped and allowed. */
export interface DecodeOptions {
  readonly signal: AbortSignal
  /** Told the share done, 0 to 1. */
  readonly onProgress: (share: number) => void
  /** Bytes that the user allowed it to take; without it, a large recording is not decoded but asked about. */
  readonly allowBytes?: number
}

const startWorker = (): WorkerPort => new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' })

/**
 * Decodes a compressed recording once, from start to end, to a WAV at `path` of the origin's private files: a FLAC in its
 * own depth, exactly; a lossy one as 32-bit floats. Resolves when it is on disk, or with a question when that would take
 * much room. Rejects with the reason of the signal, with a `PickupError` of a code of `RecordingErrorCode` or
 * `DecodeErrorCode`, and with a QuotaExceededError. Only a decoded outcome leaves a file.
 */
export async function decodeRecording(
  file: File,
  path: string,
  options: DecodeOptions,
  start: () => WorkerPort = startWorker,
): Promise<DecodeOutcome> {
  const { signal, onProgress, allowBytes = null } = options
  const request: DecodeRequest = { blob: file, name: file.name, path, allowBytes, free: await freeBytes() }
  return runFileJob<DecodeRequest, DecodeOutcome>({ start, request, path, signal, onProgress })
}

/** Bytes that the browser still gives this page, null where it does not say. */
async function freeBytes(): Promise<number | null> {
  const { quota, usage } = await navigator.storage.estimate()
  return quota === undefined || usage === undefined ? null : quota - usage
}
