import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from './config'
import { ServiceError } from './errors'
import type { SharedStore } from './sharedStore'

/** How often, and for how much, clients may ask. Every refusal is a `ServiceError`. */
export interface Limits {
  /** Counts a request. */
  request(client: string): Promise<void>
  /** Counts a wrong token. */
  wrongToken(client: string): Promise<void>
  /** Throws while a client has shown too many wrong tokens. */
  mayTryToken(client: string): Promise<void>
  /** Takes credits out of today's budget of the client and of all together. What it gives puts them back where they were taken. */
  spend(client: string, credits: number): Promise<Refund>
  /** What a client may spend today and what is left of it, in credits; null where there is no budget. */
  budget(client: string): Promise<Budget | null>
}

/** Credits of a day of UTC. */
export interface Budget {
  readonly daily: number
  readonly left: number
}

/** Gives spent credits back: the service did not bill. To be called once at most. */
export type Refund = () => Promise<void>

const day = 24 * 60 * 60
const wrongTokens = { points: 10, duration: 15 * 60 }

/** The limits of the configuration: shared by all instances where there is a store, else of this process. */
export function createLimits(config: Config, store: SharedStore | null, now: () => number = Date.now): Limits {
  const limiter = (name: string, points: number, duration: number): RateLimiterAbstract | null => {
    if (points === 0) return null
    const options = { keyPrefix: `${store?.prefix ?? 'pickup'}:${name}`, points, duration }
    const own = new RateLimiterMemory(options)
    if (store === null) return own
    // While the store is away this process counts for itself.
    const rest = { rejectIfRedisNotReady: true, insuranceLimiter: own }
    return new RateLimiterRedis({ ...options, ...rest, storeClient: store.client })
  }
  const requests = limiter('requests', config.requestsPerMinute, 60)
  const tokens = limiter('tokens', wrongTokens.points, wrongTokens.duration)
  const perClient = limiter('credits', config.dailyCredits, 2 * day)
  const together = limiter('credits-all', config.dailyCreditsOfAll, 2 * day)
  /** A budget is one of a day of UTC. */
  const today = () => new Date(now()).toISOString().slice(0, 10)
  return {
    async request(client) {
      const over = await take(requests, client, 1)
      if (over !== null) throw tooMany(over)
    },
    async wrongToken(client) {
      await take(tokens, client, 1)
    },
    async mayTryToken(client) {
      const state = await tokens?.get(client)
      if (state !== undefined && state !== null && state.consumedPoints >= wrongTokens.points) throw locked(state)
    },
    async spend(client, credits) {
      // Midnight may pass before they are given back.
      const date = today()
      const key = `${date}:${client}`
      if ((await take(perClient, key, credits)) !== null) {
        await give(perClient, key, credits)
        throw spent('You have', config.dailyCredits, credits)
      }
      const refund = async () => {
        await Promise.all([give(perClient, key, credits), give(together, date, credits)])
      }
      if ((await take(together, date, credits)) !== null) {
        await refund()
        throw spent('Everybody together has', config.dailyCreditsOfAll, credits)
      }
      return refund
    },
    async budget(client) {
      const date = today()
      const own = await left(perClient, `${date}:${client}`, config.dailyCredits)
      const all = await left(together, date, config.dailyCreditsOfAll)
      if (own === null || all === null) return own ?? all
      return all.left < own.left ? all : own
    },
  }
}

/** Null when it was granted. */
async function take(limiter: RateLimiterAbstract | null, key: string, points: number): Promise<RateLimiterRes | null> {
  try {
    await limiter?.consume(key, points)
    return null
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused
    throw refused
  }
}

async function left(limiter: RateLimiterAbstract | null, key: string, daily: number): Promise<Budget | null> {
  if (limiter === null) return null
  const state = await limiter.get(key)
  return { daily, left: Math.max(0, daily - (state?.consumedPoints ?? 0)) }
}

async function give(limiter: RateLimiterAbstract | null, key: string, points: number): Promise<void> {
  if (points > 0) await limiter?.reward(key, points)
}

const seconds = ({ msBeforeNext }: RateLimiterRes) => Math.max(1, Math.ceil(msBeforeNext / 1000))

function tooMany(over: RateLimiterRes): ServiceError {
  return new ServiceError(
    { status: 429, code: 'too_many_requests', title: 'Too many requests', retryAfter: seconds(over) },
    'Pickup’s server got more requests from you than it takes in a minute. Wait a moment and try again; nothing was billed.',
  )
}

function locked(over: RateLimiterRes): ServiceError {
  return new ServiceError(
    { status: 429, code: 'too_many_tokens', title: 'Too many tries', retryAfter: seconds(over) },
    'Too many wrong access tokens came from your address. Wait a quarter of an hour and try again.',
  )
}

function spent(who: string, budget: number, wanted: number): ServiceError {
  return new ServiceError(
    { status: 402, code: 'budget_spent', title: 'Budget spent' },
    `${who} ${budget} credits a day, and this request of ${wanted} goes beyond them. Wait until midnight UTC, or ask whoever runs Pickup for more; nothing was billed.`,
  )
}
