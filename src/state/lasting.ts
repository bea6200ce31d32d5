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

/** How long the cause of a failure lasts that came about in `failed`, by its code; null where that is not seen in the state. */
export function causeOf(code: string | null, failed: AppState): Lasting | null {
  if (code === 'no-voice') return ({ voiceId, voices }) => voiceId === failed.voiceId && voices === failed.voices
  if (failed.session.kind !== 'open') return null
  const { document } = failed.session
  if (code === 'no-selection') {
    return whileOpen(
      document,
      ({ selection, editing }) => selection === document.selection && editing === document.editing,
    )
  }
  if (code === 'no-text' || code === 'no-words' || code === 'text-too-long')
    return whileOpen(document, ({ text }) => text === document.text)
  return code === 'read-only' ? whileOpen(document, ({ readOnly }) => readOnly) : null
}
