/** A form that is sent, and who is told when all of it is on its way. */
export interface SentForm {
  readonly path: string
  readonly body: FormData
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly onSent: () => void
}

/**
 * Sends a form as `fetch` does, and tells when all of it has left, which `fetch` cannot. Rejects with the reason of `signal`, and with
 * TypeError when no answer comes; one that breaks off has a body that cannot be read.
 */
export function sendForm({ path, body, headers, signal, onSent }: SentForm): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    const answer = (content: BodyInit | null) => {
      const { status, statusText } = request
      resolve(new Response(content, { status, statusText, headers: headersOf(request) }))
    }
    request.open('POST', path)
    request.responseType = 'arraybuffer'
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.addEventListener('load', onSent)
    request.addEventListener('load', () => answer(contentOf(request)))
    request.addEventListener('error', () => {
      if (request.status === 0) reject(new TypeError('no answer'))
      else answer(brokenBody())
    })
    request.addEventListener('abort', () => reject(signal.reason))
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort))
    signal.addEventListener('abort', abort, { once: true })
    request.send(body)
  })
}

function headersOf(request: XMLHttpRequest): Headers {
  const headers = new Headers()
  for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return headers
}

/** The body of an answer, or null for none: some statuses allow not even an empty one. */
function contentOf({ response }: XMLHttpRequest): ArrayBuffer | null {
  return response instanceof ArrayBuffer && response.byteLength > 0 ? response : null
}

const brokenBody = (): ReadableStream =>
  new ReadableStream({ start: (controller) => controller.error(new TypeError('the answer broke off')) })
