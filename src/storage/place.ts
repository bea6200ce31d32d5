import { Field, ShapeError } from './field'

/** Where the bytes of a project's recording lie. */
export type RecordingPlace =
  /** The user's own file, read in place. */
  | { readonly kind: 'handle'; readonly handle: FileSystemFileHandle }
  /** A copy, or what was decoded, in the browser's storage. `size` in bytes. */
  | { readonly kind: 'opfs'; readonly path: string; readonly size: number }
  /** Nowhere known: the user is asked for the file. */
  | { readonly kind: 'absent' }

/** Folder of the browser's storage that holds recordings. */
export const recordingFolder = 'recordings'

function isFileHandle(value: unknown): value is FileSystemFileHandle {
  return typeof FileSystemFileHandle !== 'undefined' && value instanceof FileSystemFileHandle
}

/** The place in stored data. One that cannot be read is absent: the file is then asked for, and nothing else is lost. */
export function readPlace(value: unknown): RecordingPlace {
  const field = new Field(value, 'place')
  try {
    const kind = field.get('kind').oneOf(['handle', 'opfs', 'absent'])
    if (kind === 'opfs') return { kind, path: readPath(field.get('path')), size: field.get('size').count() }
    const handle = kind === 'handle' ? field.get('handle').value : null
    return isFileHandle(handle) ? { kind: 'handle', handle } : { kind: 'absent' }
  } catch (error) {
    if (error instanceof ShapeError) return { kind: 'absent' }
    throw error
  }
}

function readPath(field: Field): string {
  const path = field.string(200)
  const [folder, name, ...rest] = path.split('/')
  if (folder !== recordingFolder || rest.length > 0) throw new ShapeError(field.path, 'the path of a recording')
  new Field(name, field.path).id()
  return path
}
