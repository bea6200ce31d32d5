import { z } from 'zod'
import type { VoicesQuery } from './engine'
import { badField } from './errors'

const id = z.string().regex(/^[\w-]{1,100}$/, { error: 'is not an id of a voice.' })

const schema = z.object({
  limit: z.coerce
    .number({ error: 'must be a number from 1 to 100.' })
    .int({ error: 'must be a whole number.' })
    .min(1, { error: 'must be 1 or more.' })
    .max(100, { error: 'must be 100 or less.' })
    .default(10),
  starting_after: id.exactOptional(),
  ending_before: id.exactOptional(),
  q: z.string().max(200, { error: 'is longer than 200 characters.' }).exactOptional(),
  gender: z
    .string()
    .regex(/^\w{1,30}$/, { error: 'is not a gender the service knows.' })
    .exactOptional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, { error: 'is not a language code.' })
    .exactOptional(),
  is_owner: z
    .enum(['true', 'false'], { error: 'must be true or false.' })
    .transform((value) => value === 'true')
    .exactOptional(),
})

/** Checks the query of a list of voices; names it does not know are left out. Throws `ServiceError` that names the field. */
export function readVoicesQuery(query: Readonly<Record<string, string>>): VoicesQuery {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw badField(String(issue?.path[0]), issue?.message ?? 'is wrong.')
}
