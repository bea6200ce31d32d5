import { type Readable, Transform } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ServiceError } from './errors'
import { type Form, type FormLimits, type FormOptions, FormReader } from './formReader'

/** A form on its way in: nothing of it has been read yet. */
export interface Upload {
  /** With the boundary, as the client wrote it. */
  readonly contentType: string
  readonly boundary: string
  /** As the client declared it, or null for a chunked body. */
  readonly contentLength: number | null
  readonly body: Readable
  readonly limits: FormLimits
}

const multipart = /^multipart\/form-data((?:[ \t]*;[ \t]*[\w-]+=(?:"[^"\\]*"|[^\s";,\\]+))+)[ \t]*$/i
const boundaryParameter = /;[ \t]*([\w-]+)=(?:"([^"\\]*)"|([^\s";,\\]+))/g
const boundaryRule = /^[0-9A-Za-z'()+_,\-./:=? ]*[0-9A-Za-z'()+_,\-./:=?]$/

/** Checks the head of an upload. Throws `ServiceError` on one that is no form, is compressed, or says that it is too large. */
export function openUpload(headers: Headers, body: Readable, limits: FormLimits): Upload {
  const contentType = headers.get('content-type') ?? ''
  const boundary = boundaryOf(contentType)
  if (!boundaryRule.test(boundary) || boundary.length > 70) {
    throw unsupported('Send the request as multipart/form-data, with a boundary.')
  }
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') {
    throw unsupported('Send the request without compression.')
  }
  const declared = headers.get('content-length')
  const contentLength = declared !== null && /^\d{1,15}$/.test(declared) ? Number(declared) : null
  if (contentLength !== null && contentLength > limits.total) {
    throw new ServiceError(
      { status: 413, code: 'body_too_large', title: 'Too large' },
      `The request is larger than ${Math.floor(limits.total / (1024 * 1024))} MB. Send less audio around the fix.`,
    )
  }
  return { contentType, boundary, contentLength, body, limits }
}

/** The one boundary that a type names, or an empty string. */
function boundaryOf(contentType: string): string {
  const parameters = [...(multipart.exec(contentType)?.[1] ?? '').matchAll(boundaryParameter)]
  const boundaries = parameters.filter(([, name = '']) => name.toLowerCase() === 'boundary')
  const [[, , quoted, plain = ''] = []] = boundaries
  return boundaries.length === 1 ? (quoted ?? plain) : ''
}

/** The bytes of an upload, unchanged, and the form they turned out to be. */
export interface ReadUpload {
  /** Fails with a `ServiceError` at the byte that breaks a rule, and with an AbortError when the client leaves. */
  readonly stream: Readable
  /** The form. Throws while its end has not come. */
  readonly form: () => Form
}

/** How an upload is read. */
export interface UploadOptions extends FormOptions {
  /** Looks at the whole form before the bytes that complete it are let through. What it throws, the stream fails with. */
  readonly check?: (form: Form) => Promise<void> | void
}

/**
 * Lets an upload through while it is counted and read. Dropped fields are made up for by spaces behind the last
 * delimiter, where nobody reads (RFC 2046 §5.1.1), so that the length the client declared stays true. The upload itself
 * is never destroyed, so that the client can still be told why; when the stream is destroyed, no more is read from it.
 */
export function readUpload(upload: Upload, options: UploadOptions): ReadUpload {
  const reader = new FormReader(upload.boundary, upload.limits, options)
  let checked = false
  const pass = async (chunk: Uint8Array) => {
    const through = reader.push(chunk)
    if (reader.ended && !checked) {
      checked = true
      await options.check?.(reader.finish())
    }
    for (const bytes of through) stream.push(bytes)
  }
  const stream = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      void settle(pass(chunk), done)
    },
    flush(done) {
      try {
        reader.finish()
        done(null, Buffer.alloc(reader.dropped, ' '))
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
  const left = () => {
    if (!upload.body.readableEnded) stream.destroy(new DOMException('The client left.', 'AbortError'))
  }
  // Whoever uses the stream learns of its end by other means; it may break while nobody listens.
  stream.on('error', () => undefined)
  upload.body.once('error', left)
  upload.body.once('close', left)
  upload.body.pipe(stream)
  return { stream, form: () => reader.finish() }
}

async function settle(work: Promise<void>, done: (error?: Error | null) => void): Promise<void> {
  let problem: Error | null = null
  try {
    await work
  } catch (error) {
    problem = error instanceof Error ? error : new Error(String(error))
  }
  done(problem)
}

/** Reads an upload to its end. Throws what `readUpload` fails with. */
export async function collectForm(upload: Upload): Promise<Form> {
  const { stream, form } = readUpload(upload, { keepFiles: true })
  // The form keeps what is needed of the bytes.
  stream.resume()
  await finished(stream)
  return form()
}

function unsupported(message: string): ServiceError {
  return new ServiceError({ status: 415, code: 'unsupported_media_type', title: 'Not a form' }, message)
}
