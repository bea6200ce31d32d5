import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { build } from 'vite'
import type { StartThread } from './embedded/speakingThread'

/** How the speaking thread starts where there is no build: in development and in tests. Its TypeScript is bundled here, in memory. */
export async function bundleThread(): Promise<StartThread> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('./flite.worker.ts', import.meta.url)),
      write: false,
      target: 'node20',
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined
  if (chunk === undefined) throw new Error('the speaking thread could not be bundled')
  const address = new URL(`data:text/javascript,${encodeURIComponent(chunk.code)}`)
  return (data) => new Worker(address, { workerData: data })
}
