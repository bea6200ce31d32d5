import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CliError } from './cliError'

/**
 * Refuses to write where a command reads, or two results to one place: no command writes over what it was given, whatever name or
 * link leads to it. Null for a file that the command was not given. Throws CliError `refused`.
 */
export async function checkOutputs(
  inputs: readonly (string | null)[],
  outputs: readonly (string | null)[],
): Promise<void> {
  const read = await Promise.all(inputs.filter((path) => path !== null).map(identityOf))
  const written = new Set<string>()
  for (const path of outputs) {
    if (path === null) continue
    const identity = await identityOf(path)
    if (read.includes(identity)) {
      throw new CliError('refused', `${path} is read by this command and is never written over. Name another file.`, {
        path,
      })
    }
    if (written.has(identity)) {
      throw new CliError('refused', `Two results cannot go to ${path}. Name another file for one of them.`, { path })
    }
    written.add(identity)
  }
}

/** Device and number of a file that is there, the whole path of one that is not. */
async function identityOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return resolve(path)
  }
}
