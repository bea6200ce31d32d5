import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Plugin } from 'vite'
import { digestOf } from '../offline/digest'
import type { BuildFiles } from '../offline/precache'
import { pageHeaders } from './headers'

/** Name of the service worker's script; without a hash, since browsers look for a new version under the same name. */
export const serviceWorkerFile = 'sw.js'

const placeholder = 'self.pickupFiles'

/** What nobody needs offline. */
const leftOut = /^licenses\/|\.map$/

/** Tells the service worker which files the build has, and with what content. */
export function offlinePlugin(): Plugin {
  let publicDir = ''
  return {
    name: 'pickup-offline',
    enforce: 'post',
    apply: 'build',
    applyToEnvironment: (environment) => environment.config.consumer === 'client',
    configResolved(config) {
      ;({ publicDir } = config)
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const worker = bundle[serviceWorkerFile]
        if (worker?.type !== 'chunk' || worker.imports.length > 0) this.error('the service worker is not one file')
        const built = Object.values(bundle)
          .filter(({ fileName }) => fileName !== serviceWorkerFile)
          .map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source] as const)
        const files = await filesOf([...built, ...filesIn(publicDir)])
        worker.code = worker.code.replace(placeholder, () => JSON.stringify(files))
      },
    },
  }
}

/** What the service worker is told of files with these names and contents, and of a page that comes with these headers. */
export async function filesOf(
  files: readonly (readonly [name: string, content: string | Uint8Array])[],
  headers: Readonly<Record<string, string>> = pageHeaders(''),
): Promise<BuildFiles> {
  const needed = files.filter(([name]) => !leftOut.test(name))
  const listed = await Promise.all(
    needed.map(async ([name, content]) => [name === 'index.html' ? '/' : `/${name}`, await digestOf(content)] as const),
  )
  const digests = Object.fromEntries(listed.sort(([a], [b]) => (a < b ? -1 : 1)))
  return { version: await digestOf(JSON.stringify([digests, headers])), digests }
}

function filesIn(folder: string): (readonly [string, Uint8Array])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file)] as const)
}
