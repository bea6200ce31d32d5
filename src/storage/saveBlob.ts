import { isAbort, PickupError } from '../base/errors'

interface SaveOptions {
  /** A WAV unless told otherwise. */
  readonly kind?: keyof typeof types
  readonly signal: AbortSignal
  /** Bytes written so far. */
  readonly onProgress: (done: number) => void
}

const types = {
  wav: { description: 'WAV audio', accept: { 'audio/wav': ['.wav'] } },
  project: { description: 'Pickup project', accept: { 'application/zip': ['.pickup'] } },
} as const

type SavePicker = (options: { suggestedName: string; types: unknown[] }) => Promise<FileSystemFileHandle>

/**
 * Writes `blob` where the user says, streaming; where the browser has no picker, as a download.
 * Gives the name it was saved under, or null when the user closed the picker. Rejects with AbortError when cancelled and
 * with `not-written` when the disk refuses; a file that is half written is never left under its final name.
 */
export async function saveBlob(blob: Blob, name: string, options: SaveOptions): Promise<string | null> {
  const picker = savePicker()
  if (!picker) return download(blob, name)
  let handle: FileSystemFileHandle
  try {
    handle = await picker({
      suggestedName: name,
      types: [types[options.kind ?? 'wav']],
    })
  } catch (error) {
    if (isAbort(error)) return null
    throw error
  }
  await writeTo(handle, blob, options)
  return handle.name
}

function savePicker(): SavePicker | null {
  const picker: unknown = Reflect.get(globalThis, 'showSaveFilePicker')
  return typeof picker === 'function' ? (options) => Reflect.apply(picker, globalThis, [options]) : null
}

async function writeTo(handle: FileSystemFileHandle, blob: Blob, { signal, onProgress }: SaveOptions): Promise<void> {
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
    await blob.stream().pipeThrough(counted).pipeTo(target, { signal })
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
