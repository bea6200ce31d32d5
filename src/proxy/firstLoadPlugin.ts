import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const kilobyte = 1000

/** A built file, as far as it matters here. */
export interface BuiltFile {
  readonly type: string
  readonly isEntry?: boolean
  readonly code?: string
  readonly imports?: readonly string[]
}

/**
 * Fails a build whose page needs more than `mostBytes` of script, gzipped, before a recording is opened; else says how much
 * it needs. Workers and what is imported later do not count.
 */
export function firstLoadPlugin(mostBytes: number): Plugin {
  return {
    name: 'pickup-first-load',
    apply: 'build',
    applyToEnvironment: (environment) => environment.config.consumer === 'client',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const entry = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.isEntry && file.name === 'index',
        )
        if (entry === undefined) this.error('the page has no script')
        const sizes = firstLoadOf(bundle, entry.fileName)
        const total = Math.round([...sizes.values()].reduce((sum, size) => sum + size, 0) / kilobyte)
        const most = Math.round(mostBytes / kilobyte)
        if (total > most) {
          const list = [...sizes].map(([name, size]) => `${name} ${Math.round(size / kilobyte)} KB`).join(', ')
          this.error(
            `The page needs ${total} KB of gzipped script before a recording is opened, and ${most} KB are the most: ${list}. Import later what is not needed at once.`,
          )
        }
        this.info(`first load: ${total} KB of gzipped script, of ${most} KB at most`)
      },
    },
  }
}

/** Bytes, gzipped, of each script that `entry` needs to run, itself among them. */
export function firstLoadOf(bundle: Readonly<Record<string, BuiltFile>>, entry: string): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  const visit = (name: string): void => {
    const file = bundle[name]
    if (sizes.has(name) || file?.code === undefined) return
    sizes.set(name, gzipSync(file.code).length)
    for (const imported of file.imports ?? []) visit(imported)
  }
  visit(entry)
  return sizes
}
