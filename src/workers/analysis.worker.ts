import { loadKernel } from './loadKernel'
import { toWire, type WorkerReply } from './protocol'
import { type AnalysisEnd, type AnalysisReport, type AnalysisRequest, runAnalysis } from './runAnalysis'

type Reply = WorkerReply<AnalysisReport, AnalysisEnd>

const answer = (reply: Reply, parts: readonly ArrayBufferView<ArrayBuffer>[]): void =>
  self.postMessage(
    reply,
    parts.map((part) => part.buffer),
  )

/** A worker does one job: the kernel of it is loaded while the job is not there yet. */
const kernel = loadKernel()

async function run(request: AnalysisRequest): Promise<void> {
  try {
    const report = (part: AnalysisReport): void => answer({ kind: 'progress', progress: part }, part.peaks)
    const result = await runAnalysis(request, report, () => performance.now(), await kernel)
    const { speech, high, voice } = result.envelope
    answer({ kind: 'done', result }, [...result.peaks, speech, high, voice])
  } catch (error) {
    answer({ kind: 'failed', error: toWire(error) }, [])
  }
}

self.addEventListener('message', ({ data }: MessageEvent<AnalysisRequest>): void => void run(data))
