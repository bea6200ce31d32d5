import { Readable } from 'node:stream'
import { isAbort } from '../../base/errors'
import { ServiceError } from '../errors'
import { cutOff, type OpenAnswer } from './upstream'

const longestLine = 4 * 1024 * 1024

/**
 * Server-sent events on their way to the client, line by line. `secret` is taken out of them. A stream that breaks off
 * ends with an `error` event in the vendor's form, because its status is long gone. `onEnd` is told whether it was whole.
 */
export function relayEvents(answer: OpenAnswer, secret: string, onEnd: (whole: boolean) => void): Readable {
  let told = false
  const end = (whole: boolean) => {
    if (!told) onEnd(whole)
    told = true
  }
  async function* lines(): AsyncGenerator<Buffer> {
    let rest = ''
    const decoder = new TextDecoder()
    try {
      for await (const chunk of answer.body) {
        if (!Buffer.isBuffer(chunk)) continue
        rest += decoder.decode(chunk, { stream: true })
        const at = rest.lastIndexOf('\n') + 1
        if (at > 0) yield Buffer.from(rest.slice(0, at).replaceAll(secret, '[key]'))
        rest = rest.slice(at)
        if (rest.length > longestLine) throw cutOff(new Error('a line without end'))
      }
      if (rest !== '') yield Buffer.from(rest.replaceAll(secret, '[key]'))
      end(true)
    } catch (error) {
      end(false)
      if (isAbort(error)) throw error
      const { code, message, refusal } = error instanceof ServiceError ? error : cutOff(error)
      const event = { type: 'error', done: true, status_code: refusal.status, title: refusal.title, message }
      const data = JSON.stringify({ ...event, error_code: code, request_id: '' })
      yield Buffer.from(`\n\nevent: error\ndata: ${data}\n\n`)
    } finally {
      end(false)
      answer.body.destroy()
    }
  }
  return Readable.from(lines(), { objectMode: false })
}
