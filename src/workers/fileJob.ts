import { runJob, type WorkerPort } from './bridge'
import { whenUnlocked } from './whenUnlocked'

/** How long a cancelled worker may take to remove what it wrote, in ms. */
const patience = 3000

/** One job of a worker that writes a file in the origin's private files. */
export interface FileJob<Request> {
  readonly start: () => WorkerPort
  readonly request: Request
  /** The file it writes. */
  readonly path: string
  readonly signal: AbortSignal
  readonly onProgress: (share: number) => void
}

/**
 * Does the job in a worker of its own. When `signal` aborts, the worker is told, removes what it wrote, and the job rejects
 * with the reason; one that does not answer is ended. Whatever else goes wrong, no half-written file stays.
 */
export async function runFileJob<Request, Result>(job: FileJob<Request>): Promise<Result> {
  const { signal, request, onProgress } = job
  signal.throwIfAborted()
  const ended = new AbortController()
  let port: WorkerPort | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const cancel = (): void => {
    port?.postMessage('cancel', [])
    timer = setTimeout(() => ended.abort(signal.reason), patience)
  }
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const start = (): WorkerPort => (port = job.start())
    const result = await runJob<Request, number, Result>({ start, request, signal: ended.signal, onProgress })
    // The worker can have been done before it heard of the cancelling.
    signal.throwIfAborted()
    return result
  } catch (error) {
    await removeFile(job.path)
    signal.throwIfAborted()
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
  }
}

/** Removes what an ended worker left. */
async function removeFile(path: string): Promise<void> {
  const names = path.split('/')
  const name = names.pop() ?? ''
  try {
    let folder = await navigator.storage.getDirectory()
    for (const part of names) folder = await folder.getDirectoryHandle(part)
    await whenUnlocked(() => folder.removeEntry(name))
  } catch {
    // Not there, or not to be removed: the user is told why the job ended, and the next one replaces the file.
  }
}
