import type { App } from './app'

/** Something under way that the user waits for, and may give up. */
export interface Activity {
  readonly id: number
  /** What is being done: `Saving the project file`. */
  readonly name: string
  /** 0 to 1, or null while it is not known. */
  readonly share: number | null
  /** Gives it up; null where it can no longer be, or is over in a moment. */
  readonly cancel: (() => void) | null
}

/** What work that is followed gets. */
export interface Following {
  /** Aborted when the user gives it up. */
  readonly signal: AbortSignal
  /** Tells the share done, 0 to 1. */
  readonly onProgress: (share: number) => void
  /** Tells that it can no longer be given up: what is done from now on is not heedful of the signal. */
  readonly onCommitted: () => void
}

let activities = 0

/** Does `work` and shows it as under way. Rejects with AbortError when the user gives it up, if `work` heeds the signal. */
export async function during<Value>(
  app: App,
  name: string,
  work: (following: Following) => Promise<Value>,
): Promise<Value> {
  const stop = new AbortController()
  return shown(app, { name, cancel: () => stop.abort() }, (change) =>
    work({
      signal: stop.signal,
      onProgress: (share) => change({ share }),
      onCommitted: () => change({ cancel: null }),
    }),
  )
}

/** Does `work` and shows it as under way; it is given up by `cancel`, or, without one, not half way. */
export function whileDoing<Value>(
  app: App,
  name: string,
  work: () => Promise<Value>,
  cancel: (() => void) | null = null,
): Promise<Value> {
  return shown(app, { name, cancel }, work)
}

async function shown<Value>(
  { store }: App,
  { name, cancel }: Pick<Activity, 'name' | 'cancel'>,
  work: (change: (to: Partial<Activity>) => void) => Promise<Value>,
): Promise<Value> {
  const id = ++activities
  const change = (to: (own: Activity) => readonly Activity[]) => {
    store.patch({ activities: store.get().activities.flatMap((one) => (one.id === id ? to(one) : [one])) })
  }
  store.patch({ activities: [...store.get().activities, { id, name, share: null, cancel }] })
  try {
    return await work((to) => change((own) => [{ ...own, ...to }]))
  } finally {
    change(() => [])
  }
}
