import type { Config } from './config'
import type { Engine } from './engine'
import { createCartesiaEngine } from './engines/cartesia'
import { createEmbeddedEngine } from './engines/embedded/engine'
import type { StartThread } from './engines/embedded/speakingThread'

/** The vendor's service where there is a key for it, else the embedded voice. */
export function chooseEngine(config: Config, version: string, start: StartThread): Engine {
  const { apiKey } = config
  return apiKey === null ? createEmbeddedEngine(start) : createCartesiaEngine({ ...config, apiKey }, version)
}

/** The engine in the line that is printed at the start, with the reason for it. */
export function engineNote(engine: Engine, config: Config): string {
  if (engine.name === 'embedded') return 'embedded voice (no CARTESIA_API_KEY set)'
  const elsewhere = config.baseUrl === 'https://api.cartesia.ai' ? '' : ` at ${config.baseUrl}`
  return `${engine.label}${elsewhere} (each Generate costs credits)`
}
