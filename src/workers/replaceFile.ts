import type { SyncFile } from './syncFile'
import { whenUnlocked } from './whenUnlocked'

/**
 * Opens the file at `path` of the origin's private files, lets `fill` write it, and removes it again when that fails. Waits half a
 * second for a file that another worker still holds.
 */
export async function replaceFile(path: string, fill: (file: SyncFile) => unknown): Promise<void> {
  const names = path.split('/')
  const name = names.pop() ?? ''
  let folder = await navigator.storage.getDirectory()
  for (const part of names) folder = await folder.getDirectoryHandle(part, { create: true })
  const handle = await folder.getFileHandle(name, { create: true })
  const file = await whenUnlocked(() => handle.createSyncAccessHandle())
  try {
    await fill(file)
    file.close()
  } catch (error) {
    file.close()
    await folder.removeEntry(name)
    throw error
  }
}
