import { describe, expect, it, vi } from 'vitest'
import { mulberry32 } from '../base/random'
import { readBlocks } from './readBlocks'

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  const random = mulberry32(length)
  return Uint8Array.from({ length }, () => random() * 256)
}

/** Reads a blob taking only whole units, as a decoder does. */
async function readUnits(blob: Blob, unit: number): Promise<{ bytes: Uint8Array; largest: number }> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let largest = 0
  await readBlocks(blob, (block) => {
    const used = block.length - (block.length % unit)
    parts.push(block.slice(0, used))
    largest = Math.max(largest, block.length)
    return used
  })
  return { bytes: new Uint8Array(await new Blob(parts).arrayBuffer()), largest }
}

/** A blob whose stream gives the chunks one by one and cannot lend buffers. */
function plainBlob(chunks: readonly Uint8Array<ArrayBuffer>[]): Blob {
  const blob = new Blob([...chunks])
  blob.stream = () =>
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk)
        controller.close()
      },
    })
  return blob
}

function gone(): Promise<never> {
  return Promise.reject(new DOMException('gone', 'NotReadableError'))
}

/** Gives one more byte, for ever. */
function pull(controller: ReadableStreamDefaultController): void {
  controller.enqueue(new Uint8Array(1))
}

/** A blob that lends buffers and whose reads all fail, each by itself. */
function failingBlob(): Blob {
  const blob = new Blob(['x'])
  const stream = blob.stream()
  const reader = stream.getReader({ mode: 'byob' })
  Object.assign(reader, { read: gone, cancel: gone })
  Object.assign(stream, { getReader: () => reader })
  blob.stream = () => stream
  return blob
}

function refuse(): number {
  throw new RangeError('full')
}

describe('readBlocks', () => {
  it.each([1, 3, 4, 6, 9, 16])('gives every byte once and in order, in whole units of %i', async (unit) => {
    const whole = randomBytes(unit * 300_000 + 65_540 * unit)
    const cuts = [0, 1, 65_537, 1_000_001, 1_000_002, whole.length].filter((cut) => cut <= whole.length)
    const parts = cuts.slice(1).map((cut, i) => whole.slice(cuts[i], cut))
    const lent = await readUnits(new Blob(parts), unit)
    expect(Buffer.compare(lent.bytes, whole)).toBe(0)
    expect(lent.largest).toBeLessThan(2 * 1024 * 1024 + unit)
    const plain = await readUnits(plainBlob(parts), unit)
    expect(Buffer.compare(plain.bytes, whole)).toBe(0)
  })

  it('asks for the next block while one is taken', async () => {
    const blob = new Blob([randomBytes(5_000_000)])
    const stream = blob.stream()
    blob.stream = () => stream
    const reader = stream.getReader({ mode: 'byob' })
    const asks = vi.spyOn(reader, 'read')
    Object.assign(stream, { getReader: () => reader })
    let taken = 0
    await readBlocks(blob, (block) => {
      expect(asks.mock.calls.length).toBeGreaterThan(++taken)
      return block.length
    })
    expect(taken).toBeGreaterThan(2)
  })

  it('leaves out a last unit that is cut', async () => {
    const { bytes } = await readUnits(new Blob([randomBytes(1003)]), 4)
    expect(bytes).toHaveLength(1000)
  })

  it('rejects as the stream does, and as the taker does', async () => {
    const blob = new Blob(['x'])
    blob.stream = () =>
      new ReadableStream({ start: (controller) => controller.error(new DOMException('gone', 'NotReadableError')) })
    await expect(readUnits(blob, 1)).rejects.toMatchObject({ name: 'NotReadableError' })
    await expect(readBlocks(new Blob(['xyz']), refuse)).rejects.toThrow('full')
  })

  it('leaves no read that fails unheard, and none under way', async () => {
    const unheard = vi.fn<() => void>()
    process.on('unhandledRejection', unheard)
    try {
      await expect(readUnits(failingBlob(), 1)).rejects.toMatchObject({ name: 'NotReadableError' })
      await new Promise((resolve) => setTimeout(resolve))
      expect(unheard).not.toHaveBeenCalled()
    } finally {
      process.off('unhandledRejection', unheard)
    }
    const cancel = vi.fn<() => void>()
    const blob = plainBlob([])
    blob.stream = () => new ReadableStream({ pull, cancel })
    await expect(readBlocks(blob, refuse)).rejects.toThrow('full')
    expect(cancel).toHaveBeenCalledOnce()
  })
})
