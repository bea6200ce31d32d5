import { describe, expect, it } from 'vitest'
import { chunksOf, type SyncFile, writeChunks, writeParts } from './syncFile'

/** A file in memory with room for `room` bytes, which remembers what was flushed. */
class FakeFile implements SyncFile {
  bytes = new Uint8Array(0)
  flushed = 0
  readonly #room: number

  constructor(room: number, before = 0) {
    this.#room = room
    this.bytes = new Uint8Array(before)
  }
  write(bytes: Uint8Array, { at }: { readonly at: number }): number {
    const taken = Math.min(bytes.length, this.#room - at)
    const grown = new Uint8Array(Math.max(this.bytes.length, at + taken))
    grown.set(this.bytes)
    grown.set(bytes.subarray(0, taken), at)
    this.bytes = grown
    return taken
  }
  truncate(size: number): void {
    this.bytes = this.bytes.slice(0, size)
  }
  flush(): void {
    this.flushed = this.bytes.length
  }
  close(): void {}
}

const counting = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, i) => i % 251)
const never = new AbortController().signal

describe('writeParts', () => {
  it('replaces a longer file and flushes last', () => {
    const file = new FakeFile(100, 50)
    writeParts(file, [counting(3), new Uint8Array(0), counting(4)])
    expect([...file.bytes]).toEqual([0, 1, 2, 0, 1, 2, 3])
    expect(file.flushed).toBe(7)
  })

  it('says that the disk is full when a write is short', () => {
    expect(() => writeParts(new FakeFile(5), [counting(3), counting(3)])).toThrow(
      expect.objectContaining({ name: 'QuotaExceededError' }),
    )
  })
})

describe('writeChunks', () => {
  it('copies a blob of any size and tells how far it is', async () => {
    for (const size of [0, 1, 1000, 1001, 4096]) {
      const file = new FakeFile(1e6, 2000)
      const told: number[] = []
      const written = await writeChunks(file, chunksOf(new Blob([counting(size)]), 1000), never, (n) => told.push(n))
      expect([written, file.bytes.length, file.flushed]).toEqual([size, size, size])
      expect(file.bytes).toEqual(counting(size))
      expect(told.at(-1) ?? 0).toBe(size)
    }
  })

  it('stops at an abort', async () => {
    const abort = new AbortController()
    const copy = writeChunks(new FakeFile(1e6), chunksOf(new Blob([counting(5000)]), 1000), abort.signal, () =>
      abort.abort(),
    )
    await expect(copy).rejects.toMatchObject({ name: 'AbortError' })
  })
})
