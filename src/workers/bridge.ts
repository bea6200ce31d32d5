import { BugError } from '../base/assert'
import { fromWire, type WorkerReply } from './protocol'

/** The part of a `Worker` that the bridge uses. */
export interface WorkerPort {
  addEventListener(type: string, listener: (event: Event) => void, options: AddEventListenerOptions): void
  postMessage(request: unknown, transfer: Transferable[]): void
  terminate(): void
}

/** One job for a worker of its own. */
export interface WorkerJob<Request, Progress> {
  /** Starts the worker; it is terminated when the job ends, however it ends. */
  readonly start: () => WorkerPort
  readonly request: Request
  readonly transfer?: Transferable[]
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/**
 * Does one job in a worker. Rejects with the reason of `signal` when that aborts, with the error the worker reported
 * (its code kept), with what `onProgress` throws, and with a `BugError` when the worker itself dies or an answer cannot
 * be read. After it settled, nothing is called any more.
 */
export async function runJob<Request, Progress, Result>(job: WorkerJob<Request, Progress>): Promise<Result> {
  const { signal } = job
  signal.throwIfAborted()
  const worker = job.start()
  const ended = new AbortController()
  const during = { signal: ended.signal }
  try {
    return await new Promise<Result>((resolve, reject) => {
      const fail = (what: string): void => reject(new BugError(what))
      signal.addEventListener('abort', () => reject(signal.reason), during)
      worker.addEventListener('error', (event) => fail(`a worker failed: ${messageIn(event)}`), during)
      worker.addEventListener('messageerror', () => fail('an answer of a worker could not be read'), during)
      const onReply = (reply: WorkerReply<Progress, Result>): void => {
        if (reply.kind === 'done') resolve(reply.result)
        else if (reply.kind === 'failed') reject(fromWire(reply.error))
        else {
          try {
            job.onProgress(reply.progress)
          } catch (error) {
            ended.abort()
            reject(error)
          }
        }
      }
      const onMessage = (event: Event): void => {
        if (event instanceof MessageEvent) onReply(event.data)
      }
      worker.addEventListener('message', onMessage, during)
      worker.postMessage(job.request, job.transfer ?? [])
    })
  } finally {
    ended.abort()
    worker.terminate()
  }
}

function messageIn(event: Event): string {
  return 'message' in event && typeof event.message === 'string' ? event.message : 'it could not be loaded'
}
