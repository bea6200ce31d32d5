import { runJob, type WorkerPort } from './bridge'
import type { JoinJob, RenderedInsert } from './runJoin'

const startWorker = (): WorkerPort => new Worker(new URL('./join.worker.ts', import.meta.url), { type: 'module' })

/**
 * Renders the insert of a fix in a worker of its own. Rejects with the reason of `signal` when that aborts, and with a
 * `PickupError` that has a code of `TakeError` when the take cannot be used.
 */
export function renderInsert(
  job: JoinJob,
  signal: AbortSignal,
  start: () => WorkerPort = startWorker,
): Promise<RenderedInsert> {
  return runJob<JoinJob, never, RenderedInsert>({ start, request: job, signal, onProgress: () => undefined })
}
