/** One thing asked of the files worker. Paths are folder and file names joined by `/`, from the root of OPFS. */
export type FilesRequest =
  | { readonly kind: 'write'; readonly id: number; readonly path: string; readonly parts: readonly Uint8Array[] }
  | { readonly kind: 'copy'; readonly id: number; readonly path: string; readonly blob: Blob }
  | { readonly kind: 'cancel'; readonly id: number }

/** What the files worker answers. A failure carries the name and message of the DOMException. */
export type FilesReply =
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'progress'; readonly id: number; readonly written: number }
  | { readonly kind: 'failed'; readonly id: number; readonly name: string; readonly message: string }

/** The part of a Worker that the bridge uses. */
export interface FilesPort {
  addEventListener(type: 'message', listener: (event: MessageEvent<FilesReply>) => void): void
  addEventListener(type: 'error', listener: (event: { readonly message: string }) => void): void
  postMessage(request: FilesRequest, transfer: []): void
  terminate(): void
}

interface Pending {
  readonly request: Exclude<FilesRequest, { kind: 'cancel' }>
  readonly onWritten: (written: number) => void
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
  retried: boolean
  /** Whether its worker was told to stop, as must be one that is started again. */
  cancelled: boolean
}

type Job = Pending['request'] extends infer Request ? (Request extends unknown ? Omit<Request, 'id'> : never) : never

const startWorker = (): FilesPort => new Worker(new URL('./files.worker.ts', import.meta.url), { type: 'module' })

/**
 * Writes files to OPFS through one worker, which it starts when first needed. When the worker dies, it is started
 * again and asked again, once for each request; writing is the same done twice.
 */
export class FileWriter {
  readonly #start: () => FilesPort
  readonly #pending = new Map<number, Pending>()
  #port: FilesPort | null = null
  #nextId = 1

  constructor(start: () => FilesPort = startWorker) {
    this.#start = start
  }

  /** Makes or replaces the file at `path`. Resolves once its bytes are on disk; rejects with a DOMException. */
  write(path: string, parts: readonly Uint8Array[]): Promise<void> {
    return this.#run({ kind: 'write', path, parts }, () => undefined)
  }

  /**
   * Makes or replaces the file at `path` by the bytes of `blob`, streamed. Resolves once they are on disk.
   * An abort removes what was written and then rejects with the reason of `signal`.
   */
  async copy(path: string, blob: Blob, signal: AbortSignal, onWritten: (written: number) => void): Promise<void> {
    signal.throwIfAborted()
    const id = this.#nextId
    const cancel = (): void => {
      const pending = this.#pending.get(id)
      if (pending === undefined) return
      pending.cancelled = true
      this.#port?.postMessage({ kind: 'cancel', id }, [])
    }
    signal.addEventListener('abort', cancel)
    try {
      await this.#run({ kind: 'copy', path, blob }, onWritten)
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  /** Ends the worker. What is still running rejects with an AbortError. */
  dispose(): void {
    this.#port?.terminate()
    this.#port = null
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject } of pending) reject(new DOMException('storage was closed', 'AbortError'))
  }

  #run(job: Job, onWritten: (written: number) => void): Promise<void> {
    const request = { ...job, id: this.#nextId++ }
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { request, onWritten, resolve, reject, retried: false, cancelled: false })
      this.#worker().postMessage(request, [])
    })
  }

  #worker(): FilesPort {
    if (this.#port !== null) return this.#port
    const port = this.#start()
    this.#port = port
    port.addEventListener('message', (event) => this.#answer(event.data))
    port.addEventListener('error', (event) => this.#restart(port, event.message))
    return port
  }

  #answer(reply: FilesReply): void {
    const pending = this.#pending.get(reply.id)
    if (pending === undefined) return
    if (reply.kind === 'progress') {
      pending.onWritten(reply.written)
      return
    }
    this.#pending.delete(reply.id)
    if (reply.kind === 'done') pending.resolve()
    else pending.reject(new DOMException(reply.message, reply.name))
  }

  #restart(port: FilesPort, message: string): void {
    if (port !== this.#port) return
    port.terminate()
    this.#port = null
    for (const [id, pending] of this.#pending) {
      if (pending.retried) {
        this.#pending.delete(id)
        pending.reject(new DOMException(message || 'the storage worker ended', 'OperationError'))
      } else {
        pending.retried = true
        this.#worker().postMessage(pending.request, [])
        // The new worker stops before it writes, and removes what the old one had written.
        if (pending.cancelled) this.#worker().postMessage({ kind: 'cancel', id }, [])
      }
    }
  }
}
