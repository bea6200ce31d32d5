import { describe, expect, it } from 'vitest'
import { wavFile } from '../audio/riff/header'
import { recordingRange, sampleRate } from '../base/units'
import { defaultJoin } from '../edit/joinSettings'
import { joinPlace } from '../testing/joinPlace'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import type { WorkerPort } from './bridge'
import { JoinCache, type JoinRequest, keptJoins, type RenderRequest } from './joinCache'
import { JoinSession, type JoinSubject } from './joinSession'
import { toWire } from './protocol'
import { type PreparedPlace, runJoin } from './runJoin'

const rate = sampleRate(24_000)
const { recording } = syntheticSpeech({ seed: 6, rate, seconds: 6, roomDb: -55 })
const cut = (start: number, end: number) => ({ rate, channels: [recording.slice(start, end)] })
const at = (start: number, end: number) => joinPlace(recording, rate, recordingRange(start, end))
const place = at(60_000, 72_000)
const take = wavFile(cut(60_000, 72_000), 's16', null)
const load = () => Promise.resolve(take)

/** A request for `key`, which loads a good take unless another load is given. */
const subjectOf = (key: string, change: Partial<JoinSubject> = {}): JoinSubject => ({ key, place, load, ...change })
const removal = (key: string) => subjectOf(key, { load: () => Promise.resolve(null) })
const broken = (key: string) => subjectOf(key, { load: () => Promise.resolve(new Uint8Array(0)) })
const late = (key: string) =>
  subjectOf(key, {
    load: async () => {
      await new Promise((resolve) => setTimeout(resolve))
      return take
    },
  })
const { signal } = new AbortController()

/** What a rendering is rejected with, heard from the start. */
const reasonOf = (rendering: Promise<unknown>) => rendering.catch((error: unknown) => error)

function isRequest(data: unknown): data is JoinRequest {
  return typeof data === 'object' && data !== null && 'kind' in data && 'place' in data
}

/** A worker in this thread, with a list of what it was asked. */
function fakeWorker() {
  const requests: RenderRequest[] = []
  const prepared: Promise<PreparedPlace | null>[] = []
  const cache = new JoinCache()
  let started = 0
  let answered = 0
  const start = (): WorkerPort => {
    started++
    const target = new EventTarget()
    const reply = (data: unknown) => {
      answered++
      setTimeout(() => target.dispatchEvent(new MessageEvent('message', { data })))
    }
    return {
      addEventListener: (type, listener, options) => target.addEventListener(type, listener, options),
      postMessage: (data) => {
        if (!isRequest(data)) throw new Error('not a request')
        const request = data
        if (request.kind === 'prepare') {
          prepared.push(cache.prepare(request.place).catch(() => null))
          return
        }
        requests.push(request)
        cache.render(request).then(
          (result) => reply({ id: request.id, kind: 'done', result }),
          (error: unknown) => reply({ id: request.id, kind: 'failed', error: toWire(error) }),
        )
      },
      terminate: () => undefined,
    }
  }
  return { start, cache, requests, prepared, started: () => started, answered: () => answered }
}

describe('a join session', () => {
  it('sends a take once, and renders what a single run would', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    let loads = 0
    const counted = () => {
      loads++
      return load()
    }
    for (const gainDb of ['auto', -3, 2] as const) {
      const settings = { ...defaultJoin, gainDb }
      const insert = await session.render(subjectOf('a', { load: counted }), settings, signal)
      expect(insert).toEqual(await runJoin({ take, place, settings }))
    }
    expect([loads, worker.started()]).toEqual([1, 1])
    expect(worker.requests.map((request) => request.take === 'kept')).toEqual([false, true, true])
  })

  it('sends again what the worker had to let go', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    for (let i = 0; i <= keptJoins; i++) await session.render(removal(`${i}`), defaultJoin, signal)
    await session.render(removal('0'), defaultJoin, signal)
    expect(worker.requests.every((request) => request.take !== 'kept')).toBe(true)
  })

  it('tells what went wrong, and asks anew afterwards', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    await expect(session.render(broken('a'), defaultJoin, signal)).rejects.toMatchObject({ code: 'empty' })
    await expect(session.render(subjectOf('a'), defaultJoin, signal)).resolves.toBeDefined()
  })

  it('agrees with the worker on what is kept after a take that failed', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    for (const key of ['a', 'b', 'c']) await session.render(removal(key), defaultJoin, signal)
    await expect(session.render(broken('d'), defaultJoin, signal)).rejects.toMatchObject({ code: 'empty' })
    await session.render(removal('e'), defaultJoin, signal)
    for (const key of ['a', 'b', 'c', 'e', 'f', 'a']) {
      await expect(session.render(removal(key), defaultJoin, signal)).resolves.toBeDefined()
    }
  })

  it('hears of a failure that nobody waits for any more', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    const abort = new AbortController()
    const left = reasonOf(session.render(broken('a'), defaultJoin, abort.signal))
    while (worker.requests.length === 0) await Promise.resolve()
    abort.abort()
    expect(await left).toBe(abort.signal.reason)
    await expect(session.render(removal('b'), defaultJoin, signal)).resolves.toBeDefined()
    await expect(session.render(removal('a'), defaultJoin, signal)).resolves.toBeDefined()
    expect(worker.requests.map((request) => request.take === 'kept')).toEqual([false, false, false])
  })

  it('sends again what failed while the next request was on its way', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    const far = subjectOf('a', { place: at(20_000, 140_000) })
    await session.render(far, defaultJoin, signal)
    const failed = reasonOf(session.render(far, { ...defaultJoin, length: 'hold' }, signal))
    while (worker.answered() < 2) await Promise.resolve()
    await expect(session.render(far, defaultJoin, signal)).resolves.toBeDefined()
    expect(await failed).toMatchObject({ code: 'cannot-hold' })
    expect(worker.requests.map((request) => request.take === 'kept')).toEqual([false, true, true, false])
  })

  it('measures a place once: ahead, and for every take that goes there', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    session.prepare(place)
    const ahead = await worker.prepared[0]
    expect(ahead).not.toBeNull()
    const insert = await session.render(subjectOf('a'), defaultJoin, signal)
    expect(insert).toEqual(await runJoin({ take, place, settings: defaultJoin }))
    await session.render(removal('b'), defaultJoin, signal)
    expect(await worker.cache.prepare(place)).toBe(ahead)
    expect(await worker.cache.prepare(at(60_000, 72_001))).not.toBe(ahead)
  })

  it('measures a place anew that could not be read', async () => {
    const gone: Blob = Object.assign(new Blob(), {
      slice: () =>
        Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
    })
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    session.prepare({ ...place, samples: gone })
    expect(await worker.prepared[0]).toBeNull()
    const unread = subjectOf('a', { place: { ...place, samples: gone } })
    await expect(session.render(unread, defaultJoin, signal)).rejects.toMatchObject({ code: 'file-unreadable' })
    await expect(session.render(subjectOf('a'), defaultJoin, signal)).resolves.toBeDefined()
  })

  it('starts no worker for a load that outlives it', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    const running = session.render(late('a'), defaultJoin, signal)
    session.dispose()
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(worker.started()).toBe(0)
    await expect(session.render(removal('a'), defaultJoin, signal)).resolves.toBeDefined()
  })

  it('ends with what is under way, and stops for a signal', async () => {
    let ended = 0
    const session = new JoinSession(() => ({
      addEventListener: () => undefined,
      postMessage: () => undefined,
      terminate: () => {
        ended++
      },
    }))
    const running = session.render(subjectOf('a'), defaultJoin, signal)
    setTimeout(() => session.dispose())
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(ended).toBe(1)
    const stopped = AbortSignal.abort()
    await expect(session.render(subjectOf('a'), defaultJoin, stopped)).rejects.toBe(stopped.reason)
  })
})
