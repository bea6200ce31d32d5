import { describe, expect, it } from 'vitest'
import { marginOf, SpectrumMeter, spectrumRows } from '../audio/spectrum'
import { sampleRate } from '../base/units'
import type { WorkerPort } from './bridge'
import { toWire } from './protocol'
import { type SpectrumRequest, SpectrumSession } from './spectrumSession'

const grid = { hop: 64, size: 256 }
const columns = 4
const job = (length = columns * grid.hop + 2 * marginOf(grid)) => ({
  rate: sampleRate(48_000),
  channels: [new Float32Array(length).fill(0.25)],
  grid,
  columns,
})

function isRequest(data: unknown): data is SpectrumRequest {
  return typeof data === 'object' && data !== null && 'id' in data && 'job' in data
}

/** A worker in this thread that can be made to die, or never to answer. */
function fakeWorker() {
  const state = { started: 0, ended: 0, mute: false, die: () => {} }
  const start = (): WorkerPort => {
    state.started++
    const target = new EventTarget()
    const meter = new SpectrumMeter()
    state.die = () => target.dispatchEvent(new Event('error'))
    return {
      addEventListener: (type, listener, options) => target.addEventListener(type, listener, options),
      postMessage: (data, transfer) => {
        if (!isRequest(data)) throw new Error('not a request')
        const { id, job } = structuredClone(data, { transfer })
        if (!state.mute) setTimeout(() => target.dispatchEvent(new MessageEvent('message', { data: answer(id, job) })))
      },
      terminate: () => {
        state.ended++
      },
    }
    function answer(id: number, job: SpectrumRequest['job']) {
      try {
        return { id, kind: 'done', levels: meter.levels(job) }
      } catch (error) {
        return { id, kind: 'failed', error: toWire(error) }
      }
    }
  }
  return { state, start }
}

const reasonOf = (asked: Promise<unknown>) => asked.catch((error: unknown) => error)

describe('the spectrum session', () => {
  it('starts one worker when first asked, and gives each its own answer', async () => {
    const { state, start } = fakeWorker()
    const session = new SpectrumSession(start)
    expect(state.started).toBe(0)
    const given = job()
    const [first, second] = await Promise.all([session.measure(given), session.measure(job())])
    expect(first).toEqual(second)
    expect(first?.length).toBe(columns * spectrumRows)
    expect(given.channels[0]?.length).toBe(0)
    expect(state.started).toBe(1)
  })

  it('rejects with what the worker reports, and goes on', async () => {
    const { state, start } = fakeWorker()
    const session = new SpectrumSession(start)
    expect(String(await reasonOf(session.measure(job(10))))).toContain('past its samples')
    expect((await session.measure(job())).length).toBe(columns * spectrumRows)
    expect(state.started).toBe(1)
  })

  it('rejects when the worker dies, and starts another one when asked again', async () => {
    const { state, start } = fakeWorker()
    const session = new SpectrumSession(start)
    state.mute = true
    const asked = reasonOf(session.measure(job()))
    state.die()
    expect(String(await asked)).toContain('a spectrum worker failed')
    state.mute = false
    expect((await session.measure(job())).length).toBe(columns * spectrumRows)
    expect([state.started, state.ended]).toEqual([2, 1])
  })

  it('ends its worker, and what is asked for is an abort', async () => {
    const { state, start } = fakeWorker()
    const session = new SpectrumSession(start)
    const asked = reasonOf(session.measure(job()))
    session.dispose()
    expect(await asked).toMatchObject({ name: 'AbortError' })
    expect(state.ended).toBe(1)
  })
})
