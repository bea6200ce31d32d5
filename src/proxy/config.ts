import { z } from 'zod'
import { PickupError } from '../base/errors'

const megabyte = 1024 * 1024

/** What the environment says, checked. */
export interface Config {
  /** The vendor's key. Null: the embedded voice speaks. Never leaves the process except to `baseUrl`. */
  readonly apiKey: string | null
  /** Where the vendor's API lives, without a slash at the end. A path in front of the routes is kept. */
  readonly baseUrl: string
  /** A loopback address. */
  readonly host: string
  readonly port: number
  /** Names under which the page may be opened, beside the loopback ones. Lower case, without a port. */
  readonly allowedHosts: readonly string[]
  /** The largest request, in bytes. */
  readonly maxUploadBytes: number
  /** The largest audio of one side, in bytes. */
  readonly maxSideBytes: number
  /** How long the vendor may take for one answer. */
  readonly timeoutMs: number
}

/** The environment holds values that Pickup cannot start with. The message names each. */
export class ConfigError extends PickupError<'bad-config'> {
  override readonly name = 'ConfigError'
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

function serviceUrl(value: string, context: z.RefinementCtx): string {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  if (!URL.canParse(value)) return refuse('is not an address, such as https://api.cartesia.ai')
  const url = new URL(value)
  const near = loopback.has(url.hostname) || url.hostname === '[::1]'
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && near)) {
    return refuse(
      'must start with https:// (http:// is accepted for this machine only), or the key would travel in the clear',
    )
  }
  if (url.username !== '' || url.password !== '') return refuse('must not hold a user name or a password')
  if (url.search !== '' || url.hash !== '') return refuse('must not hold a ? or # part')
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

const within = (low: number, high: number, unit: string) => {
  const error = `must be a number from ${low} to ${high}${unit}`
  return z.coerce.number({ error }).refine((value) => value >= low && value <= high, { error })
}

const schema = z.object({
  CARTESIA_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,300}$/, {
      error: 'does not look like a key (sk_car_…): copy it again, without quotes or spaces',
    })
    .optional(),
  CARTESIA_BASE_URL: z.string().default('https://api.cartesia.ai').transform(serviceUrl),
  PICKUP_HOST: z
    .string()
    .default('127.0.0.1')
    .refine((host) => loopback.has(host), {
      error:
        'must be 127.0.0.1, ::1 or localhost: Pickup serves this machine only, because whoever reaches it can spend the key’s credits',
    }),
  PICKUP_PORT: within(1, 65_535, '')
    .pipe(z.int({ error: 'must be a whole number' }))
    .default(5178),
  PICKUP_ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((host) => host !== ''),
    )
    .pipe(z.array(z.string().regex(/^[a-z0-9.-]+$/, { error: 'must be host names without a port, parted by commas' }))),
  PICKUP_MAX_UPLOAD_MB: within(1, 200, ' (megabytes)').default(25),
  PICKUP_MAX_SIDE_MB: within(1, 100, ' (megabytes)').default(10),
  PICKUP_TIMEOUT_SECONDS: within(1, 600, ' (seconds)').default(120),
})

/** Reads the environment; an empty value counts as not set. Throws `ConfigError` that names every wrong one, never a value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, environment[name]?.trim() || undefined]),
  )
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`)
    throw new ConfigError('bad-config', `${problems.join('. ')}.`, {
      names: parsed.error.issues.map(({ path }) => path[0]),
    })
  }
  const { data } = parsed
  return {
    apiKey: data.CARTESIA_API_KEY ?? null,
    baseUrl: data.CARTESIA_BASE_URL,
    host: data.PICKUP_HOST,
    port: data.PICKUP_PORT,
    allowedHosts: data.PICKUP_ALLOWED_HOSTS,
    maxUploadBytes: Math.floor(data.PICKUP_MAX_UPLOAD_MB * megabyte),
    maxSideBytes: Math.floor(data.PICKUP_MAX_SIDE_MB * megabyte),
    timeoutMs: Math.round(data.PICKUP_TIMEOUT_SECONDS * 1000),
  }
}
