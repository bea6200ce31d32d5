import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { CliError } from './cliError'
import { reasonOf } from './fileSource'

/** Takes the next bytes of a file. */
export type Write = (bytes: Uint8Array) => Promise<void>

/**
 * Writes a file under another name beside its own, and gives it its own at the end: what stood there before stays whole until then,
 * and for good when `fill` throws. Throws CliError `refused` when the disk does not take it.
 */
export async function writeFile(path: string, fill: (write: Write) => Promise<void>): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.part`
  const handle = await onDisk(path, () => open(temporary, 'wx'))
  try {
    try {
      await fill((bytes) => onDisk(path, () => handle.writeFile(bytes)))
      await onDisk(path, () => handle.sync())
    } finally {
      await handle.close()
    }
    await onDisk(path, () => rename(temporary, path))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function onDisk<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    throw new CliError('refused', `${path} cannot be written: ${reasonOf(error)}.`, { path }, { cause: error })
  }
}
