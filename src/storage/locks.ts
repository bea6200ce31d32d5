import type { ProjectId } from '../base/ids'

/** The project is this tab's to change. */
export interface OwnedProject {
  readonly kind: 'mine'
  /** Gives the project up and resolves when another tab can have it. May be called again. */
  release(): Promise<void>
}

/** How a wait is given up. It rejects with the reason of `signal` when that aborts before `onCommitted` is called. */
export interface Wait {
  readonly signal: AbortSignal
  /** Called when the wait is over and it can no longer be given up. */
  readonly onCommitted: () => void
}

/** Another tab has the project: here it can only be looked at. */
export interface ForeignProject {
  readonly kind: 'elsewhere'
  /**
   * Asks the other tab to save and let go. A tab that does not answer within `patienceMs` is passed over. When the `wait` is
   * given up the other tab may have let go all the same.
   */
  takeOver(wait?: Wait): Promise<OwnedProject>
}

/** Who may change a project. */
export type Claim = OwnedProject | ForeignProject

/** How long another tab has to save and let go, in ms. */
export const patienceMs = 5000

const hasLocks = (): boolean => typeof navigator !== 'undefined' && 'locks' in navigator
const lockName = (id: ProjectId): string => `pickup project ${id}`
const channelName = (id: ProjectId): string => `pickup hand over ${id}`

/**
 * Claims a project for this tab until it is released or the page ends. `onLost` runs once when another tab takes it
 * over: it saves what is left and makes the page read-only, and the project goes when it settles. When the other tab
 * lost patience it runs after the fact, and a save then fails with `changed`.
 * Where the browser has no locks, every tab owns the project and the saves alone are guarded.
 */
export async function claimProject(id: ProjectId, onLost: () => Promise<void> | void): Promise<Claim> {
  if (!hasLocks()) return { kind: 'mine', release: () => Promise.resolve() }
  const owned = await own(id, { ifAvailable: true }, onLost)
  return owned ?? { kind: 'elsewhere', takeOver: (wait) => takeOver(id, onLost, wait) }
}

async function takeOver(id: ProjectId, onLost: () => Promise<void> | void, wait?: Wait): Promise<OwnedProject> {
  wait?.signal.throwIfAborted()
  const channel = new BroadcastChannel(channelName(id))
  try {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
    channel.postMessage('hand over')
    const patience = AbortSignal.any([...(wait ? [wait.signal] : []), AbortSignal.timeout(patienceMs)])
    const asked = await own(id, { signal: patience }, onLost).catch(() => null)
    if (asked === null) wait?.signal.throwIfAborted()
    wait?.onCommitted()
    const owned = asked ?? (await own(id, { steal: true }, onLost))
    if (owned === null) throw new DOMException('the project could not be taken over', 'InvalidStateError')
    return owned
  } finally {
    channel.close()
  }
}

/** Waits for the project's lock as `options` say and holds it. Null when it is not available. */
function own(id: ProjectId, options: LockOptions, onLost: () => Promise<void> | void): Promise<OwnedProject | null> {
  return new Promise((resolve, reject) => {
    let held: ReturnType<typeof hold> | null = null
    const request = navigator.locks.request(lockName(id), options, (lock) => {
      if (lock === null) {
        resolve(null)
        return undefined
      }
      return new Promise<void>((letGo) => {
        const holding = hold(id, letGo, onLost)
        held = holding
        const release = async (): Promise<void> => {
          holding.release()
          await ended
        }
        resolve({ kind: 'mine', release })
      })
    })
    const ended = request.catch((error: unknown) => (held === null ? reject(error) : held.lose()))
  })
}

/** The two ways in which a lock that is held ends: by us, or because another tab asks for it or has taken it. */
function hold(id: ProjectId, letGo: () => void, onLost: () => Promise<void> | void) {
  const channel = new BroadcastChannel(channelName(id))
  let over = false
  const release = (): void => {
    over = true
    channel.close()
    letGo()
  }
  const lose = async (): Promise<void> => {
    if (over) return
    over = true
    try {
      await onLost()
    } finally {
      release()
    }
  }
  channel.addEventListener('message', () => void lose())
  return { release, lose }
}

/**
 * Runs `work` while no other tab removes takes, or brings any that no saved project holds yet. Rejects with the reason of
 * `signal` when that aborts before it is this one's turn.
 */
export async function whileTakesStay<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
  signal?.throwIfAborted()
  if (!hasLocks()) return work()
  return navigator.locks.request('pickup takes', signal ? { signal } : {}, work)
}
