import { createHash, type Hash } from 'node:crypto'
import { assertNever } from '../base/assert'
import { ServiceError } from './errors'
import { malformed, readPartHead } from './partHead'

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
  /** The first bytes of it, at most `fileStart`. */
  readonly start: Buffer
  /** SHA-256 in hex, or an empty string where none was asked for. */
  readonly digest: string
}

/** How a form is read. */
export interface FormOptions {
  /** Whether the bytes of files are wanted. */
  readonly keepFiles: boolean
  /** Whether files get a digest. */
  readonly digestFiles?: boolean
  /** Fields that are read but not let through. */
  readonly drop?: (name: string) => boolean
}

/** A multipart form that came whole. */
export interface Form {
  /** In the order they came; a name may come twice. */
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly files: readonly FormFile[]
}

/** How much of each file `FormFile.start` holds, in bytes. */
export const fileStart = 4096

const maxHead = 4096
const headEnd = Buffer.from('\r\n\r\n')
const lineEnd = Buffer.from('\r\n')

interface Part {
  readonly name: string
  readonly isFile: boolean
  readonly isDropped: boolean
  readonly hash: Hash | null
  size: number
  readonly kept: Buffer[]
}

/**
 * Reads multipart/form-data (RFC 7578, delimiters of RFC 2046 §5.1) as it passes, chunk by chunk, and holds only the
 * fields, the files when asked to, and at most a few kilobytes beside. `push` gives back what may be let through: the
 * form's own bytes but those of dropped fields. `push` and `finish` throw `ServiceError`.
 *
 * Stricter than the standards where readers differ, as the service must read the same form: nothing stands before the
 * first delimiter or behind the last, delimiters are not padded, and a boundary stands nowhere else.
 */
export class FormReader {
  readonly #delimiter: Buffer
  /** The delimiter without its line end. */
  readonly #mark: Buffer
  readonly #fields: (readonly [string, string])[] = []
  readonly #files: FormFile[] = []
  /** What follows the last point that is understood. The line end in front lets the first delimiter look like the others. */
  #rest: Buffer = lineEnd
  /** How many bytes at the front of `#rest` are not the client's. */
  #made = lineEnd.length
  #through: Buffer[] = []
  #dropped = 0
  #state: 'start' | 'delimiter' | 'head' | 'body' | 'end' = 'start'
  #part: Part | null = null
  #total = 0

  constructor(
    boundary: string,
    private readonly limits: FormLimits,
    private readonly options: FormOptions,
  ) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
    this.#mark = this.#delimiter.subarray(lineEnd.length)
  }

  /** Whether the last delimiter has come. */
  get ended(): boolean {
    return this.#state === 'end'
  }

  /** How many bytes were not let through. */
  get dropped(): number {
    return this.#dropped
  }

  /** Takes the next bytes of the body, split anywhere, and gives those that may be let through. Kept files hold on to them. */
  push(chunk: Uint8Array): readonly Buffer[] {
    this.#total += chunk.length
    if (this.#total > this.limits.total) throw tooLarge(this.limits.total)
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (this.#state === 'end') {
      onlyBlank(bytes)
      return [bytes]
    }
    let rest: Buffer | null = this.#joined(bytes)
    while (rest !== null) {
      this.#rest = rest
      rest = this.#step(rest)
    }
    const through = this.#through
    this.#through = []
    return through
  }

  /** What is not yet understood, with the next bytes. Long content is not copied for the few bytes before it. */
  #joined(bytes: Buffer): Buffer {
    const rest = this.#rest
    if (rest.length === 0) return bytes
    if (this.#state === 'body' && bytes.length >= this.#delimiter.length) {
      const seam = Buffer.concat([rest, bytes.subarray(0, this.#delimiter.length - 1)])
      if (!seam.includes(this.#mark)) {
        this.#take(rest)
        this.#pass(rest)
        return bytes
      }
    }
    return Buffer.concat([rest, bytes])
  }

  /** The form. Throws when the body ended before its last delimiter. */
  finish(): Form {
    if (this.#total === 0) throw malformed('The request has no body. Send a form')
    if (this.#state !== 'end') throw malformed('The request was cut off before its end. Send it again')
    return { fields: this.#fields, files: this.#files }
  }

  /** Reads one thing off the front of `bytes`. Null when more bytes are needed first. */
  #step(bytes: Buffer): Buffer | null {
    switch (this.#state) {
      case 'start':
        return this.#start(bytes)
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

  #start(bytes: Buffer): Buffer | null {
    const head = bytes.subarray(0, this.#delimiter.length)
    if (!head.equals(this.#delimiter.subarray(0, head.length)))
      throw malformed('The form does not start with its boundary')
    if (head.length < this.#delimiter.length) return null
    this.#pass(head)
    this.#state = 'delimiter'
    return bytes.subarray(head.length)
  }

  #content(bytes: Buffer): Buffer | null {
    const mark = bytes.indexOf(this.#mark)
    if (mark === -1) {
      const safe = Math.max(0, bytes.length - this.#delimiter.length + 1)
      this.#take(bytes.subarray(0, safe))
      this.#pass(bytes.subarray(0, safe))
      this.#rest = bytes.subarray(safe)
      return null
    }
    const at = mark - lineEnd.length
    if (at < 0 || !bytes.subarray(at, mark).equals(lineEnd))
      throw malformed('The boundary of the form is not on a line of its own')
    this.#take(bytes.subarray(0, at))
    // A part that is left out goes with the delimiter after it; the one before it then serves the next part.
    this.#pass(bytes.subarray(0, at + this.#delimiter.length))
    this.#endPart()
    this.#state = 'delimiter'
    return bytes.subarray(at + this.#delimiter.length)
  }

  #pass(bytes: Buffer): void {
    const made = Math.min(this.#made, bytes.length)
    this.#made -= made
    if (this.#part?.isDropped === true) this.#dropped += bytes.length
    else if (bytes.length > made) this.#through.push(bytes.subarray(made))
  }

  #afterDelimiter(bytes: Buffer): Buffer | null {
    if (bytes.length < 2) return null
    if (bytes.subarray(0, 2).equals(Buffer.from('--'))) {
      onlyBlank(bytes.subarray(2))
      this.#state = 'end'
      this.#rest = Buffer.alloc(0)
      this.#pass(bytes)
      return null
    }
    if (!bytes.subarray(0, 2).equals(lineEnd)) throw malformed('A part of the form does not start on its own line')
    this.#state = 'head'
    // The line end stays: a part without any header line is then an empty head.
    return bytes
  }

  #head(bytes: Buffer): Buffer | null {
    const end = bytes.indexOf(headEnd)
    if (end > maxHead || (end === -1 && bytes.length > maxHead))
      throw malformed('A part of the form has too long a head')
    if (end === -1) return null
    if (this.#fields.length + this.#files.length >= this.limits.parts) {
      throw malformed(`The form has more than ${this.limits.parts} parts`)
    }
    this.#part = this.#open(bytes.toString('utf8', 0, end))
    this.#pass(bytes.subarray(0, end + headEnd.length))
    this.#state = 'body'
    return bytes.subarray(end + headEnd.length)
  }

  #open(head: string): Part {
    const { name, isFile } = readPartHead(head)
    const { drop, digestFiles = false } = this.options
    const hash = isFile && digestFiles ? createHash('sha256') : null
    return { name, isFile, isDropped: !isFile && drop?.(name) === true, hash, size: 0, kept: [] }
  }

  #take(content: Buffer): void {
    const part = this.#part
    if (part === null || content.length === 0) return
    const before = part.size
    part.size += content.length
    const most = part.isFile ? this.limits.file : this.limits.field
    if (part.size > most) throw tooLarge(most, part.name)
    part.hash?.update(content)
    if (!part.isFile || this.options.keepFiles) part.kept.push(content)
    else if (before < fileStart) part.kept.push(Buffer.from(content.subarray(0, fileStart - before)))
  }

  #endPart(): void {
    const part = this.#part
    if (part === null) return
    this.#part = null
    const bytes = Buffer.concat(part.kept)
    if (part.isFile) {
      this.#files.push({
        name: part.name,
        size: part.size,
        bytes: this.options.keepFiles ? bytes : Buffer.alloc(0),
        start: bytes.subarray(0, fileStart),
        digest: part.hash?.digest('hex') ?? '',
      })
    } else this.#fields.push([part.name, textOf(bytes, part.name)])
  }
}

/** Refuses what stands behind a form, where other readers might look. */
function onlyBlank(bytes: Buffer): void {
  if (bytes.some((byte) => ![0x0d, 0x0a, 0x20, 0x09].includes(byte))) throw malformed('The form goes on behind its end')
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

function tooLarge(limit: number, name?: string): ServiceError {
  const what = name === undefined ? 'The request is' : `${name} is`
  const size = limit >= 1024 * 1024 ? `${Math.floor(limit / (1024 * 1024))} MB` : `${limit} bytes`
  return new ServiceError(
    { status: 413, code: 'body_too_large', title: 'Too large' },
    `${what} larger than ${size}. Send less audio around the fix.`,
  )
}
