import type { TakeId } from '../base/ids'
import { reachableTakes } from '../edit/history'
import type { StoredProject } from '../storage/projects'
import type { StoredTake } from '../storage/takes'
import type { App } from './app'

/** What is known of every take that the history reaches; one that is lost is left out and said when it is rendered. */
export async function takesOf(app: App, stored: StoredProject): Promise<ReadonlyMap<TakeId, StoredTake>> {
  const ids = [...reachableTakes(stored.history)]
  const found = await Promise.all(ids.map((id) => app.takes.meta(id)))
  return new Map(found.flatMap((take) => (take ? [[take.id, take] as const] : [])))
}
