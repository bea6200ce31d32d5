import type { Server } from 'node:http'
import type { Config } from './config'
import { createLog, type Log } from './log'

/** One part of a form that a test writes by hand. */
export interface TestPart {
  readonly name: string
  readonly value: string | Uint8Array
  readonly fileName?: string
}

/** The bytes of a multipart form, as a browser writes it. */
export function formBytes(parts: readonly TestPart[], boundary = 'test-boundary'): Buffer<ArrayBuffer> {
  const written = parts.flatMap(({ name, value, fileName }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: audio/wav`
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`
    return [Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')]
  })
  return Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)])
}

/** A form whose first file has no end: pieces of `size` bytes as long as somebody reads. */
export function endlessForm(size: number): ReadableStream<Uint8Array> {
  const head = formBytes([{ name: 'left_audio', value: '', fileName: 'l.wav' }])
    .toString()
    .split('\r\n\r\n')[0]
  return new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from(`${head}\r\n\r\n`)),
    pull: (controller) => controller.enqueue(new Uint8Array(size)),
  })
}

/** The fields of an infill that every engine accepts, with changes; `null` leaves one out. */
export function infillParts(changes: Readonly<Record<string, string | Uint8Array | null>> = {}): TestPart[] {
  const values: Record<string, string | Uint8Array | null> = {
    model_id: 'sonic-3',
    language: 'en',
    transcript: 'the fourteenth of November',
    voice_id: 'f117e000-0000-4000-8000-000000000001',
    'output_format[container]': 'wav',
    'output_format[encoding]': 'pcm_s16le',
    'output_format[sample_rate]': '44100',
    ...changes,
  }
  return Object.entries(values).flatMap(([name, value]): TestPart[] => {
    if (value === null) return []
    return typeof value === 'string' ? [{ name, value }] : [{ name, value, fileName: `${name}.wav` }]
  })
}

/** The port that a server listens on. */
export function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A log that keeps its lines, `info` among them. */
export function keptLog(secrets: readonly string[] = []): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = []
  return { log: createLog({ write: (line) => lines.push(line), all: true, secrets }), lines }
}

/** A log that keeps nothing. */
export const noLog: Log = { info: () => undefined, warn: () => undefined }

/** A configuration for tests. */
export function testConfig(changes: Partial<Config> = {}): Config {
  return {
    apiKey: null,
    baseUrl: 'http://127.0.0.1:9',
    host: '127.0.0.1',
    port: 5178,
    apiVersion: '2026-03-01',
    allowedHosts: [],
    accessToken: null,
    behindProxy: false,
    dailyCredits: 0,
    dailyCreditsOfAll: 0,
    requestsPerMinute: 0,
    cacheBytes: 16 * 1024 * 1024,
    redisUrl: null,
    logRequests: false,
    maxUploadBytes: 4 * 1024 * 1024,
    maxSideBytes: 2 * 1024 * 1024,
    timeoutMs: 2000,
    ...changes,
  }
}

/** The head of a request to a page's own server. */
export const ownHeaders = { host: '127.0.0.1:5178' } as const

/** The head of a form request. */
export const formHeaders = { ...ownHeaders, 'content-type': 'multipart/form-data; boundary=test-boundary' } as const
