// Pickup's core and the join bench as one module, bundled in memory: Node does not read TypeScript.
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The exports of src/testing/joinBench/bench.ts. */
export async function joinBenchCore() {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('../src/testing/joinBench/bench.ts', import.meta.url)),
      write: false,
      target: 'node20',
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  const chunk = output.output[0]
  return import(`data:text/javascript,${encodeURIComponent(chunk.code)}`)
}
