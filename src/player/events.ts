import type { Scope } from '../base/scope'

type Listeners<Events> = { [Name in keyof Events]?: Set<(payload: Events[Name]) => void> }

/** Typed listeners. Keys of `Events` are event names, values what a listener is given. */
export class Emitter<Events extends object> {
  #listeners: Listeners<Events> = {}

  /** Calls `listener` on every `name` event, until the returned function is called. */
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const listeners = this.#listeners[name] ?? new Set<(payload: Events[Name]) => void>()
    this.#listeners[name] = listeners
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Tells every listener of `name`, in the order they came. */
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    this.#listeners[name]?.forEach((listener) => listener(payload))
  }

  /** Forgets every listener. */
  clear(): void {
    this.#listeners = {}
  }
}

/** Adds a DOM listener that ends with `scope`. */
export function listen<Name extends keyof WindowEventMap>(
  scope: Scope,
  target: EventTarget,
  name: Name,
  listener: (event: WindowEventMap[Name]) => void,
  options?: AddEventListenerOptions,
): void {
  const handler: EventListenerObject = { handleEvent: listener }
  target.addEventListener(name, handler, options)
  scope.add(() => target.removeEventListener(name, handler, options))
}
