import { PickupError } from '../base/errors'
import { type ErrorBody, HEADER } from '../infill/contract'
import type { InfillFields } from '../infill/request'
import { type OpenApp, openApp } from '../proxy/app'
import { chooseEngine } from '../proxy/chooseEngine'
import { readConfig } from '../proxy/config'
import type { StartThread } from '../proxy/engines/embedded/speakingThread'
import { createLog } from '../proxy/log'

/** One answer of the service: the middle only, and what it cost. */
export interface Spoken {
  readonly bytes: Uint8Array
  readonly credits: number
}

/**
 * What speaks for the shell tool: the engine that the environment chooses, under the settings of the page's server. Budgets
 * and answers that were paid for last from one command to the next, and are shared with the server, where there is a
 * `REDIS_URL`; without one each command counts from nothing. Requests a minute are not limited.
 */
export interface Speech {
  /** For people. */
  readonly engine: string
  /** One take. Waits and tries again only while the service is busy. Rejects with `PickupError`. */
  infill(fields: InfillFields, take: string): Promise<Spoken>
  /** The voice to take where none is named: the user's own first. */
  firstVoice(): Promise<string>
  close(): Promise<void>
}

/** What `openSpeech` needs. */
export interface SpeechParts {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly version: string
  readonly start: StartThread
  /** Takes a line for the user, such as how long is waited. */
  readonly tell: (line: string) => void
}

const tries = 5
const longestWait = 60
const base = 'http://127.0.0.1'

/** Opens the engine in this process; no port is involved. Throws `ConfigError`. */
export function openSpeech({ environment, version, start, tell }: SpeechParts): Speech {
  const config = { ...readConfig(environment), accessToken: null, requestsPerMinute: 0 }
  const engine = chooseEngine(config, version, start)
  const secrets = [config.apiKey, config.redisUrl].filter((secret) => secret !== null)
  const log = createLog({ write: tell, all: false, secrets })
  let opened: Promise<OpenApp> | null = null
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    opened ??= openApp({ config, engine, version, log })
    const { app } = await opened
    for (let attempt = 1; ; attempt++) {
      const headers = new Headers(init.headers)
      headers.set('host', '127.0.0.1')
      const response = await app.request(`${base}${path}`, { ...init, headers })
      if (response.status !== 429 || attempt === tries) return checked(response)
      const seconds = Math.min(longestWait, Math.max(1, Number(response.headers.get('retry-after') ?? 1)))
      tell(`The service is busy: trying again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`)
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds))
    }
  }
  return {
    engine: engine.label,
    async infill({ fields, files }, take) {
      const form = new FormData()
      for (const [name, value] of fields) form.append(name, value)
      for (const { name, fileName, type, bytes } of files) {
        form.append(name, new Blob([new Uint8Array(bytes)], { type }), fileName)
      }
      const response = await call('/api/infill/bytes', { method: 'POST', body: form, headers: { [HEADER.take]: take } })
      const bytes = new Uint8Array(await response.arrayBuffer())
      return { bytes, credits: Number(response.headers.get(HEADER.credits) ?? 0) }
    },
    async firstVoice() {
      for (const query of ['is_owner=true&', '']) {
        const { data } = await (await call(`/api/voices?${query}limit=1`)).json()
        if (typeof data[0]?.id === 'string') return data[0].id
      }
      throw new PickupError('no-voice', 'The service has no voice for you. Name one with --voice.')
    },
    async close() {
      await engine.close()
      const open = await opened
      open?.close()
    },
  }
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response
  const body: ErrorBody = await response.json()
  throw new PickupError(body.error_code ?? 'refused', body.message, { status: response.status })
}
