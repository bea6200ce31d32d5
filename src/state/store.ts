import { createStore, type StoreApi } from 'zustand/vanilla'
import { messageOf, PickupError } from '../base/errors'
import type { AppState, OpenDocument } from './document'

/** Whether what a message speaks of is still so. */
export type Lasting = (state: AppState) => boolean

/** For as long as `document`, changed as it may be, is the open one and `holds`. */
export function whileOpen(
  { opening }: OpenDocument,
  holds: (document: OpenDocument, state: AppState) => boolean = () => true,
): Lasting {
  return (state) => {
    const { session } = state
    return session.kind === 'open' && session.document.opening === opening && holds(session.document, state)
  }
}

/** The store of the page, and the few ways in which everything changes it. */
export interface AppStore {
  readonly api: StoreApi<AppState>
  get(): AppState
  patch(change: Partial<AppState>): void
  /** The recording that is open, or null. */
  document(): OpenDocument | null
  /** Changes the open document; does nothing when none is open. */
  edit(change: (document: OpenDocument) => Partial<OpenDocument>): void
  /** Tells a result in the status line: until the next one, or for as long as `lasts` holds of what it speaks of. */
  tell(text: string, lasts?: Lasting): void
  /** Shows a failure in one sentence. */
  fail(error: unknown): void
  /** Takes the shown failure away; with a `code`, only if it is that one. */
  clearFault(code?: string): void
}

const empty: AppState = {
  session: { kind: 'empty' },
  transport: { playing: false, loop: false, original: false, position: 0, seam: null },
  notice: null,
  fault: null,
  voiceId: null,
  speaking: null,
  speaksInVoice: false,
  voices: [],
  language: 'en',
  model: null,
  service: null,
  voiceNote: null,
  spending: { credits: 0, lastWasFree: false },
  makingVoice: false,
  autoplay: true,
  takesAtOnce: 1,
  firstSteps: true,
  offersCopy: true,
  goneTo: null,
  focusText: 0,
  looks: { follow: true, amplitude: 1, spectrum: false },
  goToShown: false,
  panel: 'say',
  planShown: false,
  keysShown: false,
  projects: null,
  wanted: null,
  decoding: null,
  activities: [],
  queue: null,
  newVersion: false,
  question: null,
  storageNote: null,
}

const codeOf = (error: unknown): string | null => (error instanceof PickupError ? error.code : null)

/** An empty page. */
export function createAppStore(): AppStore {
  const api = createStore<AppState>(() => empty)
  let messages = 0
  let lasting: { readonly id: number; readonly lasts: Lasting } | null = null
  api.subscribe((state) => {
    if (lasting === null || lasting.lasts(state)) return
    const { id } = lasting
    lasting = null
    if (state.notice?.id === id) api.setState({ notice: null })
  })
  const document = () => {
    const { session } = api.getState()
    return session.kind === 'open' ? session.document : null
  }
  return {
    api,
    get: api.getState,
    patch: (change) => api.setState(change),
    document,
    edit(change) {
      const current = document()
      if (current !== null) {
        api.setState({ session: { kind: 'open', document: { ...current, ...change(current) } } })
      }
    },
    tell(text, lasts) {
      const id = ++messages
      lasting = lasts ? { id, lasts } : null
      api.setState({ notice: { id, text, code: null } })
    },
    fail: (error) => api.setState({ fault: { id: ++messages, text: messageOf(error), code: codeOf(error) } }),
    clearFault(code) {
      const { fault } = api.getState()
      if (fault && (code === undefined || fault.code === code)) api.setState({ fault: null })
    },
  }
}
