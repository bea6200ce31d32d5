import { describe, expect, it } from 'vitest'
import { decodeFrames } from '../audio/codec'
import { envelopeOf } from '../audio/envelope'
import type { AudioFormat } from '../audio/format'
import { findPauses } from '../audio/pauses'
import { type PeakPyramid, pyramidOf } from '../audio/peaks'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { frames, sampleRate } from '../base/units'
import { type AnalysisOptions, type AnalysisProgress, analyse } from './analysis'
import type { WorkerPort } from './bridge'
import { loadKernel } from './loadKernel'
import { toWire, type WorkerReply } from './protocol'
import { type AnalysisEnd, type AnalysisReport, type AnalysisRequest, runAnalysis } from './runAnalysis'

const format: AudioFormat = { encoding: 's24', rate: sampleRate(48_000), channels: 2, bytesPerFrame: 6, validBits: 24 }
const length = frames(480_000)
const dataStart = 44

/** Ten seconds of noise that comes and goes, behind 44 bytes of header and before 7 bytes of something else. */
function recording(): Uint8Array<ArrayBuffer> {
  const random = mulberry32(9)
  const bytes = new Uint8Array(dataStart + length * 6 + 7).fill(0x55)
  for (let frame = 0; frame < length; frame++) {
    const gain = frame % 96_000 < 70_000 ? 4_000_000 : 2000
    for (let channel = 0; channel < 2; channel++) {
      const code = Math.round((random() - 0.5) * gain)
      bytes.set([code, code >> 8, code >> 16], dataStart + 6 * frame + 3 * channel)
    }
  }
  return bytes
}

type Reply = WorkerReply<AnalysisReport, AnalysisEnd>

/** The worker's work done in the page; messages are cloned as they would be, and time passes as the test says. */
class LocalWorker extends EventTarget implements WorkerPort {
  terminated = false

  constructor(readonly now: () => number) {
    super()
  }

  postMessage(request: AnalysisRequest): void {
    const report = (progress: AnalysisReport): void => this.#answer({ kind: 'progress', progress })
    const run = async (): Promise<AnalysisEnd> => runAnalysis(request, report, this.now, await loadKernel())
    run().then(
      (result) => this.#answer({ kind: 'done', result }),
      (error: unknown) => this.#answer({ kind: 'failed', error: toWire(error) }),
    )
  }

  terminate(): void {
    this.terminated = true
  }

  #answer(reply: Reply): void {
    if (!this.terminated) this.dispatchEvent(new MessageEvent('message', { data: structuredClone(reply) }))
  }
}

/** The file, whose parts are read 100 000 bytes at a time. */
function slowly(content: Uint8Array<ArrayBuffer>): Blob {
  const file = new Blob([content])
  file.slice = (from = 0, to = content.length) => {
    const part = new Blob([content.subarray(from, to)])
    part.stream = () =>
      new ReadableStream({
        start(controller) {
          for (let at = from; at < to; at += 100_000) controller.enqueue(content.slice(at, Math.min(to, at + 100_000)))
          controller.close()
        },
      })
    return part
  }
  return file
}

const ignore = (): void => undefined
const bytes = recording()
const pcm = { rate: format.rate, channels: decodeFrames(bytes.subarray(dataStart, dataStart + length * 6), format) }

function start(file: Blob, options: Partial<AnalysisOptions> = {}, worker = new LocalWorker(() => 0)) {
  const all = { signal: new AbortController().signal, onProgress: ignore, ...options }
  return analyse(file, { format, frames: length, dataStart }, all, () => worker)
}

describe('analyse', () => {
  it('finds what the parts find on the decoded samples, and nothing of what stands around them', async () => {
    const { pyramid, envelope, pauses, nonFinite } = await start(new Blob([bytes]))
    expect(pyramid).toEqual(pyramidOf(pcm))
    expect(envelope).toEqual(envelopeOf(pcm))
    expect(pauses).toEqual(findPauses(envelopeOf(pcm)))
    expect(pauses).toHaveLength(5)
    expect(nonFinite).toEqual([])
  })

  it('fills the waveform while it goes', async () => {
    let clock = 0
    const seen: AnalysisProgress[] = []
    const first: number[] = []
    const onProgress = (progress: AnalysisProgress): void => {
      seen.push(progress)
      first.push(must(progress.pyramid.levels[0]?.channels[0]?.[0], 'first bin'))
    }
    const end = await start(slowly(bytes), { onProgress }, new LocalWorker(() => (clock += 20)))
    expect(seen.length).toBeGreaterThan(3)
    const filled = seen.map(({ pyramid }: { pyramid: PeakPyramid }) => pyramid.filled)
    expect(filled).toEqual([...filled].sort((a, b) => a - b))
    for (const { done, total, pyramid } of seen) {
      expect(total).toBe(length)
      expect(pyramid.filled).toBe(256 * Math.floor(done / 256))
    }
    expect(new Set(first)).toEqual(new Set([end.pyramid.levels[0]?.channels[0]?.[0]]))
  })

  it('rejects on abort', async () => {
    const abort = new AbortController()
    const worker = new LocalWorker(() => 0)
    const running = start(new Blob([bytes]), { signal: abort.signal, onProgress: () => abort.abort() }, worker)
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(worker.terminated).toBe(true)
  })

  it('says when the file became shorter or cannot be read', async () => {
    await expect(start(new Blob([bytes.subarray(0, 1_000_000)]))).rejects.toMatchObject({ code: 'file-changed' })
    const gone = new Blob([bytes])
    gone.slice = () => {
      const part = new Blob()
      part.stream = () =>
        new ReadableStream({ start: (controller) => controller.error(new DOMException('gone', 'NotReadableError')) })
      return part
    }
    await expect(start(gone)).rejects.toMatchObject({ code: 'file-changed' })
  })
})
