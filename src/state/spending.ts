import type { TakeAnswer } from '../net/takeAnswer'
import type { App } from './app'

/** Adds what an answer cost to what this session has spent. */
export function noteSpending(app: App, { credits = 0, repeated = false }: TakeAnswer): void {
  const { spending } = app.store.get()
  app.store.patch({ spending: { credits: spending.credits + credits, lastWasFree: repeated } })
}
