import { toWire, type WorkerReply } from './protocol'
import { type AnalysisEnd, type AnalysisPart, type AnalysisRequest, runAnalysis } from './runAnalysis'

type Reply = WorkerReply<AnalysisPart, AnalysisEnd>

const answer = (reply: Reply, parts: readonly ArrayBufferView<ArrayBuffer>[]): void =>
  self.postMessage(
    reply,
    parts.map((part) => part.buffer),
  )

async function run(request: AnalysisRequest): Promise<void> {
  try {
    const report = (part: AnalysisPart): void => answer({ kind: 'progress', progress: part }, part.peaks)
    const result = await runAnalysis(request, report, () => performance.now())
    answer({ kind: 'done', result }, result.peaks)
  } catch (error) {
    answer({ kind: 'failed', error: toWire(error) }, [])
  }
}

self.addEventListener('message', ({ data }: MessageEvent<AnalysisRequest>): void => void run(data))
