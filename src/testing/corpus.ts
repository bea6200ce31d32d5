import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of real recordings that may stand beside the project, or null. Tests on it say "skipped" without it. */
export function corpus(): string | null {
  const folder = fileURLToPath(new URL('../../../shared/audio', import.meta.url))
  return existsSync(folder) ? folder : null
}
