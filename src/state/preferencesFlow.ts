import { keepPreferences, readPreferences } from '../storage/preferences'
import type { App } from './app'

export { mostTakesAtOnce } from '../storage/preferences'

/** Takes up what the user preferred the last time, and keeps each change, until the page ends. */
export function keepPreferring(app: App, storage: () => Storage = () => localStorage): void {
  app.store.patch(readPreferences(storage))
  app.store.api.subscribe((state, before) => {
    const changed =
      state.autoplay !== before.autoplay ||
      state.takesAtOnce !== before.takesAtOnce ||
      state.firstSteps !== before.firstSteps ||
      state.offersCopy !== before.offersCopy
    if (changed) keepPreferences(storage, state)
  })
}

/** The first steps are known: they are not shown again. */
export function endFirstSteps(app: App): void {
  app.store.patch({ firstSteps: false })
}

/** Switches on or off that a take is played when it arrives. */
export function setAutoplay(app: App, autoplay: boolean): void {
  app.store.patch({ autoplay })
}

/** Sets how many takes one press of Generate asks for. */
export function setTakesAtOnce(app: App, takesAtOnce: number): void {
  app.store.patch({ takesAtOnce })
}
