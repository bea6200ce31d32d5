import { describe, expect, it } from 'vitest'
import { type FilesPort, type FilesReply, type FilesRequest, FileWriter } from './files'

type Listeners = {
  message: (event: MessageEvent<FilesReply>) => void
  error: (event: { readonly message: string }) => void
}

/** A worker whose answers the test gives. */
class FakePort implements FilesPort {
  readonly asked: FilesRequest[] = []
  terminated = false
  readonly #listeners: Partial<Listeners> = {}

  addEventListener<Type extends keyof Listeners>(type: Type, listener: Listeners[Type]): void {
    this.#listeners[type] = listener
  }
  postMessage(request: FilesRequest): void {
    this.asked.push(request)
  }
  terminate(): void {
    this.terminated = true
  }
  answer(reply: FilesReply): void {
    this.#listeners.message?.(new MessageEvent('message', { data: reply }))
  }
  crash(): void {
    this.#listeners.error?.({ message: 'out of memory' })
  }
}

function started() {
  const ports: FakePort[] = []
  const writer = new FileWriter(() => {
    const port = new FakePort()
    ports.push(port)
    return port
  })
  const last = (): FakePort => ports.at(-1) ?? new FakePort()
  return { ports, writer, last }
}

const bytes = [new Uint8Array([1, 2, 3])]

describe('FileWriter', () => {
  it('starts its worker at the first request and matches answers to requests', async () => {
    const { ports, writer, last } = started()
    expect(ports).toHaveLength(0)
    const [first, second] = [writer.write('a', bytes), writer.write('b', bytes)]
    expect(ports).toHaveLength(1)
    last().answer({ kind: 'failed', id: 2, name: 'QuotaExceededError', message: 'full' })
    last().answer({ kind: 'done', id: 1 })
    await first
    await expect(second).rejects.toMatchObject({ name: 'QuotaExceededError', message: 'full' })
  })

  it('asks a new worker again when the old one dies, once', async () => {
    const { ports, writer, last } = started()
    const write = writer.write('a', bytes)
    last().crash()
    expect(ports.map((port) => port.asked)).toEqual([
      [{ kind: 'write', id: 1, path: 'a', parts: bytes }],
      ports[0]?.asked,
    ])
    expect(ports[0]?.terminated).toBe(true)
    ports[0]?.crash()
    expect(ports).toHaveLength(2)
    last().crash()
    await expect(write).rejects.toMatchObject({ message: 'out of memory' })
    const after = writer.write('b', bytes)
    last().answer({ kind: 'done', id: 2 })
    await after
    expect(ports).toHaveLength(3)
  })

  it('follows a copy and cancels it', async () => {
    const { writer, last } = started()
    const abort = new AbortController()
    const told: number[] = []
    const copy = writer.copy('a', new Blob(), abort.signal, (written) => told.push(written))
    last().answer({ kind: 'progress', id: 1, written: 5 })
    abort.abort()
    expect(last().asked.at(-1)).toEqual({ kind: 'cancel', id: 1 })
    last().answer({ kind: 'failed', id: 1, name: 'AbortError', message: 'stopped' })
    await expect(copy).rejects.toMatchObject({ name: 'AbortError' })
    expect(told).toEqual([5])
  })

  it('cancels a copy again when the worker that was told dies', async () => {
    const { ports, writer, last } = started()
    const abort = new AbortController()
    const blob = new Blob()
    const copy = writer.copy('a', blob, abort.signal, () => {})
    abort.abort()
    last().crash()
    expect(ports).toHaveLength(2)
    expect(last().asked).toEqual([
      { kind: 'copy', id: 1, path: 'a', blob },
      { kind: 'cancel', id: 1 },
    ])
    last().answer({ kind: 'failed', id: 1, name: 'AbortError', message: 'stopped' })
    await expect(copy).rejects.toBe(abort.signal.reason)
  })

  it('asks nothing for a copy that is cancelled already', async () => {
    const { ports, writer } = started()
    await expect(writer.copy('a', new Blob(), AbortSignal.abort(), () => {})).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(ports).toHaveLength(0)
  })

  it('ends what is running when it is disposed', async () => {
    const { writer, last } = started()
    const write = writer.write('a', bytes)
    writer.dispose()
    await expect(write).rejects.toMatchObject({ name: 'AbortError' })
    expect(last().terminated).toBe(true)
  })
})
