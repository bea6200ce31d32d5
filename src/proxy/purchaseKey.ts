import { createHash } from 'node:crypto'
import type { Form } from './formReader'

/** What a request says, as far as it can be heard in the answer. */
export interface Heard {
  readonly operation: string
  /** Version of the vendor's API and its address. */
  readonly service: string
  readonly take: string
  readonly query: string
  readonly form: Form | null
  readonly json: Readonly<Record<string, unknown>> | null
}

/**
 * A name for a request: equal for equal audio, text, voice, model, format and take, in whatever order they came and
 * whatever the files are called. SHA-256 in hex. Asserts nothing: files need their digests.
 */
export function purchaseKey({ operation, service, take, query, form, json }: Heard): string {
  const fields = (form?.fields ?? []).map(([name, value]) => ['field', name, value])
  const files = (form?.files ?? []).map(({ name, size, digest }) => ['file', name, String(size), digest])
  const parts = [...fields, ...files].map((part) => JSON.stringify(part)).sort()
  const said = [operation, service, take, query, parts, json === null ? null : sorted(json)]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

/** A JSON value with the names of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, inner]) => [name, sorted(inner)])
}
