import type { OutputFormat } from '../../infillForm'

/** Bytes of samples in one event: a multiple of every sample's width. */
const chunkBytes = 16_384

/** Samples as server-sent events in the vendor's form: chunks of base64, then one that says they are done. */
export function* eventsOf(samples: Uint8Array, { rate }: OutputFormat): Generator<Buffer> {
  for (let at = 0; at < samples.length; at += chunkBytes) {
    const data = Buffer.from(samples.subarray(at, at + chunkBytes)).toString('base64')
    yield event({ type: 'chunk', data, done: false, status_code: 206, step_time: 0, sample_rate: rate })
  }
  yield event({ type: 'done', done: true, status_code: 200 })
}

function event(value: { readonly type: string } & Readonly<Record<string, unknown>>): Buffer {
  return Buffer.from(`event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`)
}
