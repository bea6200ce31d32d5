import { createStore, type StoreApi } from 'zustand/vanilla'
import { messageOf, PickupError } from '../base/errors'
import type { AppState, Message, OpenDocument } from './document'
import { causeOf, type Lasting } from './lasting'

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
  tell(text: string, lasts?: Lasting | null): void
  /** Shows a failure in one sentence: until it is dismissed, or its cause is seen to be gone. */
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

/** A message that goes by itself. */
interface Passing {
  readonly id: number
  readonly lasts: Lasting
}

/** An empty page. */
export function createAppStore(): AppStore {
  const api = createStore<AppState>(() => empty)
  let messages = 0
  const lasting: Record<'notice' | 'fault', Passing | null> = { notice: null, fault: null }
  api.subscribe((state) => {
    for (const kind of ['notice', 'fault'] as const) {
      const passing = lasting[kind]
      if (passing === null || passing.lasts(state)) continue
      lasting[kind] = null
      if (state[kind]?.id === passing.id) api.setState({ [kind]: null })
    }
  })
  const show = (kind: 'notice' | 'fault', message: Omit<Message, 'id'>, lasts: Lasting | null) => {
    const id = ++messages
    lasting[kind] = lasts && { id, lasts }
    api.setState({ [kind]: { id, ...message } })
  }
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
    tell: (text, lasts = null) => show('notice', { text, code: null }, lasts),
    fail(error) {
      const code = codeOf(error)
      show('fault', { text: messageOf(error), code }, causeOf(code, api.getState()))
    },
    clearFault(code) {
      const { fault } = api.getState()
      if (fault && (code === undefined || fault.code === code)) api.setState({ fault: null })
    },
  }
}
