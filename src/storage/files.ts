import { FileWriter } from '../workers/files'
import { onArrayBuffer } from './bytes'
import { StorageError } from './errors'

/** One file of a folder. */
export interface FileEntry {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** When it was last written, in ms since 1970. */
  readonly modified: number
}

/** How a copy is followed and stopped. */
export interface CopyOptions {
  readonly signal: AbortSignal
  /** Told how many bytes are written so far. */
  readonly onProgress: (written: number) => void
}

/** Where Pickup keeps bytes. A path is names joined by `/`; folders come and go with their files. */
export interface FileStore {
  /** Whether the bytes outlive the page. False: they are kept in memory only, which the user must be told. */
  readonly persistent: boolean
  /** Makes or replaces a file and resolves once it is durable. Rejects with a DOMException (QuotaExceededError when full). */
  write(path: string, parts: readonly Uint8Array[]): Promise<void>
  /** Makes or replaces a file by a copy of `blob`, durable when it resolves; a failed or aborted copy leaves no file. */
  copy(path: string, blob: Blob, options: CopyOptions): Promise<void>
  /** The file at `path`, read by range, or null when there is none. */
  file(path: string): Promise<Blob | null>
  /** The files of a folder, in no order; none when there is no such folder. */
  list(folder: string): Promise<FileEntry[]>
  /** Removes files. One that is not there is not an error. */
  remove(paths: readonly string[]): Promise<void>
}

const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/

/** Splits a path and refuses names that no part of Pickup makes, such as `..`. */
function split(path: string): { readonly folders: string[]; readonly name: string } {
  const folders = path.split('/')
  const name = folders.pop() ?? ''
  if (![...folders, name].every((part) => segment.test(part))) {
    throw new StorageError('damaged', `“${path}” is not a name of a stored file. Remove the project it belongs to.`, {
      path,
    })
  }
  return { folders, name }
}

/** Files in memory, for browsers without OPFS and for tests. They end with the page. */
export function memoryFiles(now: () => number = Date.now): FileStore {
  const files = new Map<string, { readonly blob: Blob; readonly modified: number }>()
  return {
    persistent: false,
    async write(path, parts) {
      split(path)
      files.set(path, { blob: new Blob(parts.map(onArrayBuffer)), modified: now() })
    },
    async copy(path, blob, { signal, onProgress }) {
      split(path)
      signal.throwIfAborted()
      files.set(path, { blob, modified: now() })
      onProgress(blob.size)
    },
    async file(path) {
      split(path)
      return files.get(path)?.blob ?? null
    },
    async list(folder) {
      const inside = [...files].filter(([path]) => path.startsWith(`${folder}/`))
      return inside.map(([path, { blob, modified }]) => ({
        name: path.slice(folder.length + 1),
        size: blob.size,
        modified,
      }))
    },
    async remove(paths) {
      for (const path of paths) files.delete(path)
    },
  }
}

const isNotFound = (error: unknown): boolean => error instanceof Error && error.name === 'NotFoundError'

/** Gives null instead of a NotFoundError. */
async function found<Value>(value: Promise<Value>): Promise<Value | null> {
  try {
    return await value
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

async function folderAt(
  root: FileSystemDirectoryHandle,
  names: readonly string[],
): Promise<FileSystemDirectoryHandle | null> {
  let folder: FileSystemDirectoryHandle | null = root
  for (const name of names) folder = folder === null ? null : await found(folder.getDirectoryHandle(name))
  return folder
}

/** Files under `root`, which belongs to this origin (OPFS). Reads here; `writer` writes in its worker. */
export function opfsFiles(root: FileSystemDirectoryHandle, writer: FileWriter): FileStore {
  const fileAt = async (path: string): Promise<File | null> => {
    const { folders, name } = split(path)
    const folder = await folderAt(root, folders)
    const handle = folder === null ? null : await found(folder.getFileHandle(name))
    return handle === null ? null : found(handle.getFile())
  }
  return {
    persistent: true,
    async write(path, parts) {
      split(path)
      await writer.write(path, parts)
    },
    async copy(path, blob, { signal, onProgress }) {
      split(path)
      await writer.copy(path, blob, signal, onProgress)
    },
    file: fileAt,
    async list(path) {
      const folder = await folderAt(root, path.split('/'))
      const entries: FileEntry[] = []
      for await (const [name, handle] of folder?.entries() ?? []) {
        if (!(handle instanceof FileSystemFileHandle)) continue
        const file = await found(handle.getFile())
        if (file !== null) entries.push({ name, size: file.size, modified: file.lastModified })
      }
      return entries
    },
    async remove(paths) {
      for (const path of paths) {
        const { folders, name } = split(path)
        const folder = await folderAt(root, folders)
        if (folder !== null) await found(folder.removeEntry(name))
      }
    },
  }
}

/** The browser's private file system, or memory with `persistent: false` where it has none or refuses it. */
export async function openFiles(): Promise<FileStore> {
  try {
    return opfsFiles(await navigator.storage.getDirectory(), new FileWriter())
  } catch {
    return memoryFiles()
  }
}
