import { isIP } from 'node:net'
import { z } from 'zod'
import { PickupError } from '../base/errors'
import { API_VERSIONS, type ApiVersion, isApiVersion } from './versions'

const megabyte = 1024 * 1024

/** What the environment says, checked. */
export interface Config {
  /** The vendor's key. Null: the embedded voice speaks. Never leaves the process except to `baseUrl`. */
  readonly apiKey: string | null
  /** Where the vendor's API lives, without a slash at the end. A path in front of the routes is kept. */
  readonly baseUrl: string
  /** The version of the vendor's API that is spoken upstream, whatever clients say. */
  readonly apiVersion: ApiVersion
  /** Where to listen: a loopback address, or any when there is an access token. */
  readonly host: string
  readonly port: number
  /** Names under which the page may be opened, beside the loopback ones. Lower case, without a port. */
  readonly allowedHosts: readonly string[]
  /** What clients must show. Null: none, and only this machine is served. */
  readonly accessToken: string | null
  /** Whether a reverse proxy stands in front, whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly behindProxy: boolean
  /** Credits a client may spend a day, UTC. 0: no limit. */
  readonly dailyCredits: number
  /** Credits all clients together may spend a day, UTC. 0: no limit. */
  readonly dailyCreditsOfAll: number
  /** Requests a client may make a minute. 0: no limit. */
  readonly requestsPerMinute: number
  /** How much is kept of answers that were paid for, in bytes. 0: nothing. */
  readonly cacheBytes: number
  /** Redis or Valkey that several instances share, or null. May hold a password. */
  readonly redisUrl: string | null
  /** Whether every request is logged, or what fails alone. */
  readonly logRequests: boolean
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

const beyondLoopback =
  'is not an address of this machine alone. Set PICKUP_ACCESS_TOKEN as well, because whoever reaches Pickup can spend the key’s credits'

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

function isHost(host: string): boolean {
  return host === 'localhost' || isIP(host) !== 0
}

function redisUrl(value: string, context: z.RefinementCtx): string {
  if (URL.canParse(value) && ['redis:', 'rediss:'].includes(new URL(value).protocol)) return value
  context.addIssue({ code: 'custom', message: 'is not an address such as redis://127.0.0.1:6379' })
  return z.NEVER
}

const yesOrNo = z
  .enum(['0', '1'], { error: 'must be 0 or 1' })
  .default('0')
  .transform((value) => value === '1')

const whole = (most: number, unit: string) => within(0, most, unit).pipe(z.int({ error: 'must be a whole number' }))

const schema = z.object({
  CARTESIA_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,300}$/, {
      error: 'does not look like a key (sk_car_…): copy it again, without quotes or spaces',
    })
    .optional(),
  CARTESIA_BASE_URL: z.string().default('https://api.cartesia.ai').transform(serviceUrl),
  CARTESIA_VERSION: z
    .string()
    .default('2026-03-01')
    .refine(isApiVersion, { error: `must be one of ${API_VERSIONS.join(', ')}` }),
  PICKUP_HOST: z
    .string()
    .default('127.0.0.1')
    .refine(isHost, { error: 'must be an address, such as 127.0.0.1, or localhost' }),
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
  PICKUP_ACCESS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,300}$/, {
      error: 'must be 16 to 300 letters, digits and signs without spaces, for example what openssl rand -hex 24 prints',
    })
    .optional(),
  PICKUP_BEHIND_PROXY: yesOrNo,
  PICKUP_DAILY_CREDITS: whole(1e9, ' (credits)').default(0),
  PICKUP_DAILY_CREDITS_OF_ALL: whole(1e9, ' (credits)').default(0),
  PICKUP_REQUESTS_PER_MINUTE: whole(1e6, '').default(600),
  PICKUP_CACHE_MB: within(0, 1024, ' (megabytes)').default(64),
  REDIS_URL: z.string().transform(redisUrl).optional(),
  PICKUP_LOG: z.enum(['warnings', 'requests'], { error: 'must be warnings or requests' }).default('warnings'),
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
    throw refused(parsed.error.issues.map(({ path, message }) => [String(path[0]), message] as const))
  }
  const { data } = parsed
  if (!loopback.has(data.PICKUP_HOST) && data.PICKUP_ACCESS_TOKEN === undefined) {
    throw refused([['PICKUP_HOST', beyondLoopback]])
  }
  return {
    apiKey: data.CARTESIA_API_KEY ?? null,
    baseUrl: data.CARTESIA_BASE_URL,
    apiVersion: data.CARTESIA_VERSION,
    host: data.PICKUP_HOST,
    port: data.PICKUP_PORT,
    allowedHosts: data.PICKUP_ALLOWED_HOSTS,
    accessToken: data.PICKUP_ACCESS_TOKEN ?? null,
    behindProxy: data.PICKUP_BEHIND_PROXY,
    dailyCredits: data.PICKUP_DAILY_CREDITS,
    dailyCreditsOfAll: data.PICKUP_DAILY_CREDITS_OF_ALL,
    requestsPerMinute: data.PICKUP_REQUESTS_PER_MINUTE,
    cacheBytes: Math.floor(data.PICKUP_CACHE_MB * megabyte),
    redisUrl: data.REDIS_URL ?? null,
    logRequests: data.PICKUP_LOG === 'requests',
    maxUploadBytes: Math.floor(data.PICKUP_MAX_UPLOAD_MB * megabyte),
    maxSideBytes: Math.floor(data.PICKUP_MAX_SIDE_MB * megabyte),
    timeoutMs: Math.round(data.PICKUP_TIMEOUT_SECONDS * 1000),
  }
}

function refused(problems: readonly (readonly [name: string, message: string])[]): ConfigError {
  const sentences = problems.map((problem) => problem.join(' '))
  return new ConfigError('bad-config', `${sentences.join('. ')}.`, { names: problems.map(([name]) => name) })
}
