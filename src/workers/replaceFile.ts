import type { SyncFile } from './syncFile'

/** Opens the file at `path` of the origin's private files, lets `fill` write it, and removes it again when that fails. */
export async function replaceFile(path: string, fill: (file: SyncFile) => unknown): Promise<void> {
  const names = path.split('/')
  const name = names.pop() ?? ''
  let folder = await navigator.storage.getDirectory()
  for (const part of names) folder = await folder.getDirectoryHandle(part, { create: true })
  const file = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle()
  try {
    await fill(file)
    file.close()
  } catch (error) {
    file.close()
    await folder.removeEntry(name)
    throw error
  }
}
