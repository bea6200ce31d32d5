import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { takeId } from '../base/ids'
import { type FileStore, openFiles } from './files'
import { openTakeStore } from './takes'

const facts = { origin: 'infill', text: 'x', voice: null, engine: 'embedded', requestId: null, credits: null } as const

/** `size` bytes that repeat only after 7919. */
function counting(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < size; i++) bytes[i] = (i % 7919) >> 3
  return bytes
}

/** Compares large arrays, which `toEqual` does slowly. */
const same = (a: Uint8Array | null, b: Uint8Array): boolean =>
  a?.length === b.length && a.every((byte, i) => byte === b[i])

const never = new AbortController().signal
const ignore = (): void => {}

let files: FileStore

beforeAll(async () => {
  files = await openFiles()
})

afterEach(async () => {
  for (const folder of ['takes', 'recordings']) {
    await files.remove((await files.list(folder)).map(({ name }) => `${folder}/${name}`))
  }
})

async function bytesAt(path: string): Promise<Uint8Array | null> {
  const file = await files.file(path)
  return file === null ? null : new Uint8Array(await file.arrayBuffer())
}

describe('takes in OPFS', () => {
  it('gives back the bytes of a take, also to a store opened later', async () => {
    const takes = openTakeStore(files)
    expect(takes.persistent).toBe(true)
    const audio = counting(1_000_003)
    const take = await takes.put(facts, audio)
    const later = openTakeStore(await openFiles())
    expect(same(await later.audio(take.id), audio)).toBe(true)
    expect(await later.list()).toEqual([take])
  })

  it('stores many at once', async () => {
    const takes = openTakeStore(files)
    const put = await Promise.all(Array.from({ length: 12 }, (_, i) => takes.put(facts, counting(1000 + i))))
    expect(new Set(await takes.list())).toEqual(new Set(put))
    await takes.remove([...put.map((take) => take.id), takeId('not-there')])
    expect(await takes.ages()).toEqual([])
  })
})

describe('files in OPFS', () => {
  it('replaces a longer file', async () => {
    await files.write('takes/a', [counting(500)])
    await files.write('takes/a', [counting(3), counting(2)])
    expect(await bytesAt('takes/a')).toEqual(new Uint8Array([...counting(3), ...counting(2)]))
  })

  it('finds nothing where nothing is, and refuses paths that lead elsewhere', async () => {
    expect(await files.file('no-folder/no-file')).toBeNull()
    expect(await files.list('no-folder')).toEqual([])
    await files.remove(['no-folder/no-file'])
    await expect(files.write('../x', [])).rejects.toMatchObject({ code: 'damaged' })
  })

  it('copies a file and tells how far it is', async () => {
    const bytes = counting(9_000_001)
    const told: number[] = []
    await files.copy('recordings/a', new Blob([bytes]), { signal: never, onProgress: (written) => told.push(written) })
    expect(same(await bytesAt('recordings/a'), bytes)).toBe(true)
    expect(told.length).toBeGreaterThan(3)
    expect(told.at(-1)).toBe(bytes.length)
  })

  it('leaves nothing of a copy that was stopped', async () => {
    const abort = new AbortController()
    const chunk = counting(1 << 20)
    const blob = new Blob(Array.from({ length: 64 }, () => chunk))
    const copy = files.copy('recordings/a', blob, { signal: abort.signal, onProgress: () => abort.abort() })
    await expect(copy).rejects.toMatchObject({ name: 'AbortError' })
    expect(await files.list('recordings')).toEqual([])
    await files.copy('recordings/a', new Blob(['again']), { signal: never, onProgress: ignore })
    expect((await files.file('recordings/a'))?.size).toBe(5)
  })
})
