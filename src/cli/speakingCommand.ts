import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { version } from '../../package.json'
import { fixUsage, runFix } from './fix'
import { infillUsage, runInfill } from './infill'
import { openSpeech } from './speech'
import type { SpeakingTool } from './voiceOptions'

/** How the commands that need a voice are called. */
export const speakingUsage = `  ${infillUsage}\n  ${fixUsage}`

/**
 * Carries out `infill` or `fix` with the engine that the environment and `.env` choose; null for any other command. Needs the
 * build: the speaking thread lies beside the tool. Rejects with `PickupError`.
 */
export function speakingCommand(argv: readonly string[], tell: (line: string) => void): Promise<void> | null {
  const [name, ...args] = argv
  const run = name === 'infill' ? runInfill : name === 'fix' ? runFix : null
  return run?.(args, builtTool(tell)) ?? null
}

function builtTool(tell: (line: string) => void): SpeakingTool {
  const here = dirname(fileURLToPath(import.meta.url))
  const start = (data: unknown) => new Worker(join(here, 'flite.worker.js'), { workerData: data })
  const open = () => {
    if (existsSync('.env')) process.loadEnvFile('.env')
    return openSpeech({ environment: process.env, version, start, tell })
  }
  return { open, tell }
}
