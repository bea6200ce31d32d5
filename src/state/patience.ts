import { NetError } from '../net/netError'

/** Why a request waits, and until when in ms since the epoch. */
export interface Waiting {
  readonly reason: 'busy' | 'unreachable'
  readonly until: number
}

/** Who may end the waiting, and who is told of it. */
export interface PatienceOptions {
  /** Aborting it rejects with its reason, at once. */
  readonly signal: AbortSignal
  /** Told what is waited for, and null when it is over. */
  readonly onWaiting: (waiting: Waiting | null) => void
}

/** How often a request is made again after the first time. */
const mostAgain = { busy: 4, unreachable: 2 } as const
/** How long is waited where the service does not say, in seconds; twice as long each time. */
const firstWait = { busy: 2, unreachable: 3 } as const
/** Nobody is kept waiting longer than this by itself, in seconds. */
const longestWait = 90

/**
 * Makes a request, and makes it again by itself where it is sure that nothing was billed: when the service is busy, after
 * the time it names, and when it could not be reached at all. Any other failure, and one too many, is thrown as it is.
 */
export async function patiently<Value>(ask: () => Promise<Value>, options: PatienceOptions): Promise<Value> {
  for (let again = 0; ; again++) {
    try {
      return await ask()
    } catch (error) {
      const wait = waitFor(error, again)
      if (wait === null) throw error
      const { reason, seconds } = wait
      options.onWaiting({ reason, until: Date.now() + 1000 * seconds })
      try {
        await passing(seconds, options.signal)
      } finally {
        options.onWaiting(null)
      }
    }
  }
}

/** Says what is waited for and how long still, whole seconds. */
export function waitingWords({ reason, until }: Waiting, now: number = Date.now()): string {
  const what = reason === 'busy' ? 'The service is busy' : 'The service cannot be reached'
  return `${what}: trying again in ${Math.max(0, Math.ceil((until - now) / 1000))} s`
}

function waitFor(error: unknown, again: number): { reason: Waiting['reason']; seconds: number } | null {
  if (!(error instanceof NetError)) return null
  const { code, retryAfter } = error.data
  const reason = error.code === 'rate-limited' ? 'busy' : code === 'upstream_unreachable' ? 'unreachable' : null
  if (reason === null || again >= mostAgain[reason]) return null
  const seconds = typeof retryAfter === 'number' ? Math.max(1, retryAfter) : firstWait[reason] * 2 ** again
  return seconds > longestWait ? null : { reason, seconds }
}

function passing(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, 1000 * seconds)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
