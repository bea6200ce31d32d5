import { assertNever } from '../base/assert'
import { badRequest, ServiceError } from './errors'

/** How much of a form is accepted. All in bytes but `parts`. */
export interface FormLimits {
  /** The whole body. */
  readonly total: number
  /** One file. */
  readonly file: number
  /** One field that is not a file. */
  readonly field: number
  /** How many fields and files there may be. */
  readonly parts: number
}

/** One file of a form. */
export interface FormFile {
  readonly name: string
  readonly size: number
  /** Empty where the reader was told to keep no files. */
  readonly bytes: Buffer
}

/** How a form is read. */
export interface FormOptions {
  /** Whether the bytes of files are wanted. */
  readonly keepFiles: boolean
  /** Looks at the whole form before the chunk that completes it is let through. What it throws, `push` throws. */
  readonly check?: (form: Form) => void
}

/** A multipart form that came whole. */
export interface Form {
  /** In the order they came; a name may come twice. */
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly files: readonly FormFile[]
}

const maxHead = 4096
const maxName = 200
const headEnd = Buffer.from('\r\n\r\n')
const lineEnd = Buffer.from('\r\n')

interface Part {
  readonly name: string
  readonly isFile: boolean
  size: number
  readonly kept: Buffer[]
}

/**
 * Reads multipart/form-data (RFC 7578, delimiters of RFC 2046 §5.1) as it passes, chunk by chunk, and holds only the
 * fields, the files when asked to, and at most a few kilobytes beside. `push` and `finish` throw `ServiceError`.
 */
export class FormReader {
  readonly #delimiter: Buffer
  readonly #fields: (readonly [string, string])[] = []
  readonly #files: FormFile[] = []
  /** What follows the last point that is understood. The line end in front lets the first delimiter look like the others. */
  #rest: Buffer = lineEnd
  #state: 'preamble' | 'delimiter' | 'head' | 'body' | 'end' = 'preamble'
  #part: Part | null = null
  #total = 0

  constructor(
    boundary: string,
    private readonly limits: FormLimits,
    private readonly options: FormOptions,
  ) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  }

  /** Takes the next bytes of the body, split anywhere. Kept files hold on to them. */
  push(chunk: Uint8Array): void {
    this.#total += chunk.length
    if (this.#total > this.limits.total) throw tooLarge(this.limits.total)
    if (this.#state === 'end') return
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let rest: Buffer | null = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    while (rest !== null) {
      this.#rest = rest
      rest = this.#step(rest)
    }
  }

  /** The form. Throws when the body ended before its last delimiter. */
  finish(): Form {
    if (this.#total === 0) throw malformed('The request has no body. Send the form fields of an infill')
    if (this.#state !== 'end') throw malformed('The request was cut off before its end. Send it again')
    return { fields: this.#fields, files: this.#files }
  }

  /** Reads one thing off the front of `bytes`. Null when more bytes are needed first. */
  #step(bytes: Buffer): Buffer | null {
    switch (this.#state) {
      case 'preamble':
      case 'body':
        return this.#content(bytes)
      case 'delimiter':
        return this.#afterDelimiter(bytes)
      case 'head':
        return this.#head(bytes)
      case 'end':
        return null
      default:
        return assertNever(this.#state)
    }
  }

  #content(bytes: Buffer): Buffer | null {
    const at = bytes.indexOf(this.#delimiter)
    if (at === -1) {
      const safe = Math.max(0, bytes.length - this.#delimiter.length + 1)
      this.#take(bytes.subarray(0, safe))
      this.#rest = bytes.subarray(safe)
      return null
    }
    this.#take(bytes.subarray(0, at))
    this.#endPart()
    this.#state = 'delimiter'
    return bytes.subarray(at + this.#delimiter.length)
  }

  #afterDelimiter(bytes: Buffer): Buffer | null {
    if (bytes.length < 2) return null
    if (bytes.subarray(0, 2).equals(Buffer.from('--'))) {
      this.#state = 'end'
      this.#rest = Buffer.alloc(0)
      this.options.check?.(this.finish())
      return null
    }
    const end = bytes.indexOf(lineEnd)
    const padding = bytes.subarray(0, end === -1 ? Math.min(bytes.length, maxHead) : end)
    const odd = padding.findIndex((byte) => byte !== 0x20 && byte !== 0x09)
    const waiting = end === -1 && odd === padding.length - 1 && padding[odd] === 0x0d
    if ((odd !== -1 && !waiting) || padding.length >= maxHead)
      throw malformed('A part of the form does not start on its own line')
    if (end === -1) return null
    this.#state = 'head'
    // The line end stays: a part without any header line is then an empty head.
    return bytes.subarray(end)
  }

  #head(bytes: Buffer): Buffer | null {
    const end = bytes.indexOf(headEnd)
    if (end > maxHead || (end === -1 && bytes.length > maxHead))
      throw malformed('A part of the form has too long a head')
    if (end === -1) return null
    if (this.#fields.length + this.#files.length >= this.limits.parts) {
      throw malformed(`The form has more than ${this.limits.parts} parts`)
    }
    this.#part = openPart(bytes.toString('utf8', 0, end))
    this.#state = 'body'
    return bytes.subarray(end + headEnd.length)
  }

  #take(content: Buffer): void {
    const part = this.#part
    if (part === null || content.length === 0) return
    part.size += content.length
    const most = part.isFile ? this.limits.file : this.limits.field
    if (part.size > most) throw tooLarge(most, part.name)
    if (!part.isFile || this.options.keepFiles) part.kept.push(content)
  }

  #endPart(): void {
    const part = this.#part
    if (part === null) return
    this.#part = null
    const bytes = Buffer.concat(part.kept)
    if (part.isFile) this.#files.push({ name: part.name, size: part.size, bytes })
    else this.#fields.push([part.name, textOf(bytes, part.name)])
  }
}

function openPart(head: string): Part {
  const lines = head.split('\r\n').filter((line) => line !== '')
  const valueOf = (name: string) =>
    lines
      .find((line) => line.slice(0, name.length + 1).toLowerCase() === `${name}:`)
      ?.slice(name.length + 1)
      .trim()
  const encoding = valueOf('content-transfer-encoding')?.toLowerCase() ?? 'binary'
  if (!['binary', '8bit', '7bit'].includes(encoding))
    throw malformed('A part of the form is written in an encoding of mail')
  const disposition = valueOf('content-disposition') ?? ''
  const name = parameter(disposition, 'name')
  if (!/^form-data\s*(;|$)/i.test(disposition) || name === null || name === '' || name.length > maxName) {
    throw malformed('A part of the form has no usable name')
  }
  if (/^(left|right)_audio\[\d+\]$/.test(name)) {
    throw badRequest(
      'invalid_field',
      `${name.split('[')[0]}: came as a list of numbers. Send it as a file with a name.`,
    )
  }
  const isFile = parameter(disposition, 'filename') !== null || /;\s*filename\*=/i.test(disposition)
  return { name, isFile, size: 0, kept: [] }
}

/** One parameter of a header, quoted or plain, unescaped. */
function parameter(header: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s";]+))`, 'i').exec(header)
  return found === null ? null : (found[1] ?? found[2] ?? '').replace(/\\(.)/g, '$1')
}

function textOf(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new ServiceError(
      { status: 400, code: 'invalid_field', title: 'Bad request' },
      `${name}: is not UTF-8 text.`,
      { cause },
    )
  }
}

function malformed(problem: string): ServiceError {
  return badRequest('bad_multipart', `${problem}.`)
}

function tooLarge(limit: number, name?: string): ServiceError {
  const what = name === undefined ? 'The request is' : `${name} is`
  const size = limit >= 1024 * 1024 ? `${Math.floor(limit / (1024 * 1024))} MB` : `${limit} bytes`
  return new ServiceError(
    { status: 413, code: 'body_too_large', title: 'Too large' },
    `${what} larger than ${size}. Send less audio around the fix.`,
  )
}
