import { isAbort, PickupError } from '../base/errors'

/** A kind of file as the save dialog shows it. */
export interface FileKind {
  /** For people. */
  readonly description: string
  /** A media type. */
  readonly type: string
  /** Of the file's name, without the dot. */
  readonly extension: string
}

/** Where a file goes: where the user said, or wherever the browser puts downloads. */
export type SaveTarget =
  | { readonly kind: 'file'; readonly handle: FileSystemFileHandle }
  | { readonly kind: 'download'; readonly name: string }

interface WriteOptions {
  readonly signal: AbortSignal
  /** Bytes written so far. */
  readonly onProgress: (done: number) => void
}

type SavePicker = (options: { suggestedName: string; types: unknown[] }) => Promise<FileSystemFileHandle>

/**
 * Asks the user where to save; where the browser has no dialog for it, it will be a download. Null when the dialog was
 * closed. Call it first thing in a click: the browser does not open the dialog long after one.
 */
export async function chooseTarget(name: string, kind: FileKind): Promise<SaveTarget | null> {
  const picker = savePicker()
  if (!picker) return { kind: 'download', name }
  const types = [{ description: kind.description, accept: { [kind.type]: [`.${kind.extension}`] } }]
  try {
    return { kind: 'file', handle: await picker({ suggestedName: name, types }) }
  } catch (error) {
    if (isAbort(error)) return null
    throw error
  }
}

/**
 * Writes `blob` to `target`, streaming, and gives the name it was saved under. Rejects with AbortError when cancelled and
 * with `not-written` when the disk refuses; a file that is half written is never left under its final name.
 */
export async function saveTo(target: SaveTarget, blob: Blob, options: WriteOptions): Promise<string> {
  if (target.kind === 'download') return download(blob, target.name)
  await writeTo(target.handle, blob, options)
  return target.handle.name
}

function savePicker(): SavePicker | null {
  const picker: unknown = Reflect.get(globalThis, 'showSaveFilePicker')
  return typeof picker === 'function' ? (options) => Reflect.apply(picker, globalThis, [options]) : null
}

async function writeTo(handle: FileSystemFileHandle, blob: Blob, { signal, onProgress }: WriteOptions): Promise<void> {
  let done = 0
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      done += chunk.byteLength
      onProgress(done)
      controller.enqueue(chunk)
    },
  })
  try {
    const target = await handle.createWritable()
    // Closed by hand: a pipe that has read all of its source no longer listens to the signal.
    await blob.stream().pipeThrough(counted).pipeTo(target, { signal, preventClose: true })
    if (signal.aborted) {
      await target.abort(signal.reason)
      signal.throwIfAborted()
    }
    await target.close()
  } catch (cause) {
    if (isAbort(cause)) throw cause
    throw new PickupError(
      'not-written',
      'The file could not be written, so nothing was saved there. Check that the disk has room and that the recording is still where it was, then export again.',
      { done },
      { cause },
    )
  }
}

/** Long enough for the browser to have taken the download over. */
const releaseAfterMs = 60_000

function download(blob: Blob, name: string): string {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), releaseAfterMs)
  return name
}
