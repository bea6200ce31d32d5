import { SpectrumMeter } from '../audio/spectrum'
import { toWire } from './protocol'
import type { SpectrumReply, SpectrumRequest } from './spectrumSession'

const meter = new SpectrumMeter()

const answer = (reply: SpectrumReply, transfer: ArrayBuffer[]): void => self.postMessage(reply, transfer)

function run({ id, job }: SpectrumRequest): void {
  try {
    const levels = meter.levels(job)
    answer({ id, kind: 'done', levels }, [levels.buffer])
  } catch (error) {
    answer({ id, kind: 'failed', error: toWire(error) }, [])
  }
}

self.addEventListener('message', ({ data }: MessageEvent<SpectrumRequest>): void => run(data))
