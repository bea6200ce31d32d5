import { wavFile } from '../../audio/riff/header'
import { mulberry32 } from '../../base/random'
import { sampleRate } from '../../base/units'
import { FIELD, HEADER } from '../../infill/contract'
import { syntheticSpeech } from '../syntheticSpeech'
import type { Scheduler } from './scheduler'

/** How the service takes a request. All but `speaks` cost nothing. */
export type Mood = 'speaks' | 'busy' | 'fails' | 'silent' | 'breaks off' | 'unreachable'

/** A take that was paid for. */
export interface PaidTake {
  readonly requestId: string
  readonly text: string
  /** Whether all of it arrived. */
  delivered: boolean
}

/** What comes back for a request; without a body the connection breaks in the middle of it. */
interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer> | null
}

/** The speech service. Each request is answered in the mood it finds, when its turn comes. */
export class FakeService {
  mood: Mood = 'speaks'
  /** Every take it has made. */
  readonly paid: PaidTake[] = []

  constructor(readonly scheduler: Scheduler) {}

  /** Answers an infill request, or gives null when nothing does. Rejects with the reason of `signal`. */
  async answer(body: FormData, signal: AbortSignal): Promise<Reply | null> {
    const { mood, scheduler } = this
    await scheduler.gate(`request ${mood}`, { signal })
    if (mood === 'unreachable') return null
    if (mood === 'busy') return refusal(429, 'concurrency_limited', { 'retry-after': '2' })
    if (mood === 'fails') return refusal(502, 'upstream_failed')
    const requestId = `request-${this.paid.length + 1}`
    const text = body.get(FIELD.transcript)
    const take: PaidTake = { requestId, text: typeof text === 'string' ? text : '', delivered: false }
    if (mood === 'speaks') this.paid.push(take)
    const headers = { [HEADER.requestId]: requestId, [HEADER.credits]: '10', [HEADER.engine]: 'embedded' }
    await scheduler.gate(`answer ${mood}`, { signal })
    if (mood === 'breaks off') return { status: 200, headers, body: null }
    take.delivered = true
    return {
      status: 200,
      headers,
      body: mood === 'silent' ? wavOf(new Float32Array(4000)) : this.speech(this.paid.length),
    }
  }

  /** A WAV of half a second to a second of speech, another one for each `number`. */
  speech(number: number): Uint8Array<ArrayBuffer> {
    const seconds = 1.2 + 0.5 * mulberry32(number)()
    return wavOf(syntheticSpeech({ seed: number, rate: 8000, seconds, roomDb: -65 }).recording)
  }
}

const wavOf = (samples: Float32Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(wavFile({ rate: sampleRate(8000), channels: [samples] }, 'f32', null))

function refusal(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: new TextEncoder().encode(JSON.stringify({ error_code: code })) }
}

/** As much of an XMLHttpRequest as a form is sent with. */
export class FakeRequest extends EventTarget {
  status = 0
  readonly statusText = ''
  responseType = ''
  response: unknown = null
  readonly upload = new EventTarget()
  readonly #abort = new AbortController()
  #headers: Readonly<Record<string, string>> = {}
  #over = false

  constructor(readonly service: FakeService) {
    super()
  }

  open(_method: string, path: string): void {
    if (path !== '/api/infill/bytes') throw new TypeError(`nothing answers ${path}`)
  }

  setRequestHeader(): void {
    // What is asked for does not depend on them.
  }

  getAllResponseHeaders(): string {
    return Object.entries(this.#headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n')
  }

  abort(): void {
    this.#abort.abort()
    this.#end('abort')
  }

  send(body: FormData): void {
    void this.#run(body)
  }

  async #run(body: FormData): Promise<void> {
    const { signal } = this.#abort
    try {
      await this.service.scheduler.gate('form sent', { signal })
      this.upload.dispatchEvent(new Event('load'))
      const reply = await this.service.answer(body, signal)
      this.status = reply?.status ?? 0
      this.#headers = reply?.headers ?? {}
      this.response = reply?.body?.buffer ?? null
      this.#end(reply?.body ? 'load' : 'error')
    } catch {
      // Aborted: that is told by `abort`.
    }
  }

  #end(how: 'load' | 'error' | 'abort'): void {
    if (this.#over) return
    this.#over = true
    this.dispatchEvent(new Event(how))
    this.dispatchEvent(new Event('loadend'))
  }
}
