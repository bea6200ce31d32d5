import { describe, expect, it } from 'vitest'
import { wavFile } from '../audio/riff/header'
import { frames, sampleRate } from '../base/units'
import { defaultJoin } from '../edit/joinSettings'
import type { Surroundings } from '../infill/join/surroundings'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import type { WorkerPort } from './bridge'
import { JoinCache, type JoinRequest, keptJoins } from './joinCache'
import { JoinSession } from './joinSession'
import { toWire } from './protocol'
import { type JoinJob, runJoin } from './runJoin'

const rate = sampleRate(24_000)
const { recording } = syntheticSpeech({ seed: 6, rate, seconds: 6, roomDb: -55 })
const cut = (start: number, end: number) => ({ rate, channels: [recording.slice(start, end)] })
const surroundings: Surroundings = {
  before: cut(20_000, 60_000),
  head: cut(60_000, 72_000),
  tail: cut(60_000, 72_000),
  after: cut(72_000, 110_000),
  pauseBefore: null,
  pauseAfter: null,
  replacedFrames: frames(12_000),
}
const take = wavFile(cut(60_000, 72_000), 's16', null)
const job: Omit<JoinJob, 'settings'> = { take, surroundings }
const loadRemoval = () => Promise.resolve({ take: null, surroundings })
const loadBroken = () => Promise.resolve({ take: new Uint8Array(0), surroundings })
const loadLate = async () => {
  await new Promise((resolve) => setTimeout(resolve))
  return job
}
const { signal } = new AbortController()

/** What a rendering is rejected with, heard from the start. */
const reasonOf = (rendering: Promise<unknown>) => rendering.catch((error: unknown) => error)

function isRequest(data: unknown): data is JoinRequest {
  return typeof data === 'object' && data !== null && 'key' in data && 'job' in data
}

/** A worker in this thread, with a list of what it was asked. */
function fakeWorker() {
  const requests: JoinRequest[] = []
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
        requests.push(request)
        cache.render(request).then(
          (result) => reply({ id: request.id, kind: 'done', result }),
          (error: unknown) => reply({ id: request.id, kind: 'failed', error: toWire(error) }),
        )
      },
      terminate: () => undefined,
    }
  }
  return { start, requests, started: () => started, answered: () => answered }
}

describe('a join session', () => {
  it('sends a take once, and renders what a single run would', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    let loads = 0
    const load = () => {
      loads++
      return Promise.resolve(job)
    }
    for (const gainDb of ['auto', -3, 2] as const) {
      const settings = { ...defaultJoin, gainDb }
      const insert = await session.render('a', load, settings, signal)
      expect(insert).toEqual(await runJoin({ ...job, settings }))
    }
    expect([loads, worker.started()]).toEqual([1, 1])
    expect(worker.requests.map((request) => request.job === null)).toEqual([false, true, true])
  })

  it('sends again what the worker had to let go', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    for (let i = 0; i <= keptJoins; i++) await session.render(`${i}`, loadRemoval, defaultJoin, signal)
    await session.render('0', loadRemoval, defaultJoin, signal)
    expect(worker.requests.every((request) => request.job !== null)).toBe(true)
  })

  it('tells what went wrong, and asks anew afterwards', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    await expect(session.render('a', loadBroken, defaultJoin, signal)).rejects.toMatchObject({ code: 'empty' })
    await expect(session.render('a', () => Promise.resolve(job), defaultJoin, signal)).resolves.toBeDefined()
  })

  it('agrees with the worker on what is kept after a take that failed', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    for (const key of ['a', 'b', 'c']) await session.render(key, loadRemoval, defaultJoin, signal)
    await expect(session.render('d', loadBroken, defaultJoin, signal)).rejects.toMatchObject({ code: 'empty' })
    await session.render('e', loadRemoval, defaultJoin, signal)
    for (const key of ['a', 'b', 'c', 'e', 'f', 'a']) {
      await expect(session.render(key, loadRemoval, defaultJoin, signal)).resolves.toBeDefined()
    }
  })

  it('hears of a failure that nobody waits for any more', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    const abort = new AbortController()
    const left = reasonOf(session.render('a', loadBroken, defaultJoin, abort.signal))
    while (worker.requests.length === 0) await Promise.resolve()
    abort.abort()
    expect(await left).toBe(abort.signal.reason)
    await expect(session.render('b', loadRemoval, defaultJoin, signal)).resolves.toBeDefined()
    await expect(session.render('a', loadRemoval, defaultJoin, signal)).resolves.toBeDefined()
    expect(worker.requests.map((request) => request.job === null)).toEqual([false, false, false])
  })

  it('sends again what failed while the next request was on its way', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    const far = { take, surroundings: { ...surroundings, replacedFrames: frames(600_000) } }
    const load = () => Promise.resolve(far)
    await session.render('a', load, defaultJoin, signal)
    const failed = reasonOf(session.render('a', load, { ...defaultJoin, length: 'hold' }, signal))
    while (worker.answered() < 2) await Promise.resolve()
    await expect(session.render('a', load, defaultJoin, signal)).resolves.toBeDefined()
    expect(await failed).toMatchObject({ code: 'cannot-hold' })
    expect(worker.requests.map((request) => request.job === null)).toEqual([false, true, true, false])
  })

  it('starts no worker for a load that outlives it', async () => {
    const worker = fakeWorker()
    const session = new JoinSession(worker.start)
    const running = session.render('a', loadLate, defaultJoin, signal)
    session.dispose()
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(worker.started()).toBe(0)
    await expect(session.render('a', loadRemoval, defaultJoin, signal)).resolves.toBeDefined()
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
    const running = session.render('a', () => Promise.resolve(job), defaultJoin, signal)
    setTimeout(() => session.dispose())
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(ended).toBe(1)
    const stopped = AbortSignal.abort()
    await expect(session.render('a', () => Promise.resolve(job), defaultJoin, stopped)).rejects.toBe(stopped.reason)
  })
})
