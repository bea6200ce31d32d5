import { sizeWords } from '../base/sizeWords'

/** What the browser says about the room it gives this page. Sizes in bytes, null where it does not say. */
export interface StorageState {
  /** Whether the browser promises not to clear it by itself when the disk gets full. */
  readonly kept: boolean
  readonly used: number | null
  readonly free: number | null
}

/** Asks the browser about storage. Never rejects. */
export async function storageState(): Promise<StorageState> {
  try {
    const [{ usage, quota }, kept] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()])
    const known = usage !== undefined && quota !== undefined
    return { kept, used: usage ?? null, free: known ? Math.max(0, quota - usage) : null }
  } catch {
    return { kept: false, used: null, free: null }
  }
}

/** Asks the browser to keep what is stored. Some ask the user; best called after the first step that is worth keeping. */
export async function askToPersist(): Promise<boolean> {
  try {
    return await navigator.storage.persist()
  } catch {
    return false
  }
}

/**
 * What the user should know about how safe the work is, or null when all is well. `persistent` is false when files or
 * projects are only in memory.
 */
export function persistenceWarning(persistent: boolean, state: StorageState): string | null {
  if (!persistent) {
    return 'This browser does not let Pickup store anything: your work ends with this page. Export before you close it, or leave private browsing.'
  }
  if (state.free !== null && state.free < 500_000_000) {
    return `Only ${sizeWords(state.free)} are left for Pickup in this browser. Free space on the disk, or remove projects you no longer need.`
  }
  if (!state.kept) {
    return 'The browser may clear this work when the disk gets full. Save a project file now and then to be safe.'
  }
  return null
}
