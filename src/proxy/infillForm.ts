import type { z } from 'zod'
import { FIELD, type InfillContainer, type InfillEncoding, MAX_TRANSCRIPT } from '../infill/contract'
import { badField, badRequest } from './errors'
import type { Form } from './formReader'
import { infillFields } from './schemas'

/** What an infill is asked to come back as. */
export interface OutputFormat {
  readonly container: InfillContainer
  /** In Hz. */
  readonly rate: number
  /** Set for `raw` and `wav`. */
  readonly encoding: InfillEncoding | null
  /** In bits per second. Set for `mp3`. */
  readonly bitRate: number | null
}

/** An infill form, read and checked. At least one side is there. */
export interface InfillRequest {
  readonly left: Uint8Array | null
  readonly right: Uint8Array | null
  /** Not blank, at most `MAX_TRANSCRIPT` characters. */
  readonly text: string
  readonly voiceId: string
  readonly language: string
  readonly model: string
  readonly output: OutputFormat
}

/** The value of a field, or null. */
export function fieldOf(form: Form, name: string): string | null {
  return form.fields.find(([field]) => field === name)?.[1] ?? null
}

/** What must hold of a form whichever engine reads it: `files` names the files it may have. Throws `ServiceError` that names the field. */
export function checkForm(form: Form, files: readonly string[]): void {
  // A field that came as a file would be heard, but neither measured nor checked.
  const stray = form.files.find(({ name }) => !files.includes(name))
  if (stray !== undefined) throw badField(stray.name, 'must not be a file. Send it as a field, without a file name.')
  const seen = new Set<string>()
  for (const name of [...form.fields.map(([field]) => field), ...form.files.map((file) => file.name)]) {
    if (seen.has(name) && !name.endsWith('[]')) throw badField(name, 'is given twice.')
    seen.add(name)
  }
  const text = fieldOf(form, FIELD.transcript) ?? ''
  if (Array.from(text).length > MAX_TRANSCRIPT) {
    throw badField(
      FIELD.transcript,
      `is longer than ${MAX_TRANSCRIPT} characters. Fix a shorter stretch, or split the text.`,
    )
  }
}

/** Reads an infill form as strictly as the vendor does. Throws `ServiceError` that names the field. */
export function readInfillForm(form: Form): InfillRequest {
  checkForm(form, [FIELD.left, FIELD.right])
  const fileOf = (name: string) => form.files.find((file) => file.name === name)?.bytes ?? null
  const left = fileOf(FIELD.left)
  const right = fileOf(FIELD.right)
  if (left === null && right === null) {
    throw missing(`${FIELD.left} or ${FIELD.right}`, 'Send at least one side, as a file with a name.')
  }
  const given = Object.fromEntries(
    Object.keys(infillFields.shape).map((name) => [name, fieldOf(form, name) ?? undefined]),
  )
  for (const name of [FIELD.transcript, FIELD.voice, FIELD.container, FIELD.sampleRate]) {
    if (given[name] === undefined) throw missing(name)
  }
  const data = checked(infillFields, given)
  const container = data[FIELD.container]
  const encoding = data[FIELD.encoding] ?? null
  const bitRate = data[FIELD.bitRate] === undefined ? null : Number(data[FIELD.bitRate])
  return {
    left,
    right,
    text: data[FIELD.transcript],
    voiceId: data[FIELD.voice],
    language: data[FIELD.language],
    model: data[FIELD.model],
    output: checkOutput({ container, rate: Number(data[FIELD.sampleRate]), encoding, bitRate }),
  }
}

/** Checks that a format says what its container needs. Throws `ServiceError` that names the field. */
export function checkOutput(output: OutputFormat): OutputFormat {
  const { container, encoding, bitRate } = output
  if (container !== 'mp3' && encoding === null) throw missing(FIELD.encoding, `It is needed for ${container}.`)
  if (container === 'mp3' && bitRate === null) throw missing(FIELD.bitRate, 'It is needed for mp3.')
  return output
}

/** What a schema makes of a value. Throws `ServiceError` that names the first field that is wrong. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw badField(issue?.path.join('.') ?? '', issue?.message ?? 'is wrong.')
}

function missing(field: string, hint?: string) {
  return badRequest('missing_field', `missing required field: ${field}${hint === undefined ? '' : `. ${hint}`}`)
}
