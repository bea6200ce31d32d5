import { fixId } from '../base/ids'
import { clamp, timelineRange } from '../base/units'
import { findFix } from '../edit/project'
import { unsnapped } from '../infill/snap'
import type { App } from './app'
import type { AppState, OpenDocument } from './document'
import { seek } from './playbackFlow'
import { restoreVoice } from './voiceFlow'
import type { Workspace } from './workspace'

const soonMs = 500

/** Keeps what is looked at, so that the project opens there again. Worth trying, never worth a failure: it is only told to the console. */
export async function keepView(app: App, workspace: Workspace): Promise<void> {
  const { session, transport, voiceId, language, model } = app.store.get()
  if (session.kind !== 'open' || !workspace.inStorage || workspace.viewAwaited || session.document.readOnly) return
  const { selection, snap, text, editing } = session.document
  try {
    await app.projects.saveView(workspace.stored.id, {
      position: Math.round(transport.position),
      selection: selection?.snapped.range ?? null,
      pixelsPerSecond: null,
      snap,
      text,
      editing,
      voiceId,
      language,
      model,
    })
  } catch (error) {
    console.warn('The view was not kept.', error)
  }
}

/** Goes back to what was looked at when the project was last open. Worth trying, as keeping it is. */
export async function restoreView(app: App, workspace: Workspace): Promise<void> {
  const view = await app.projects.view(workspace.stored.id).catch((error: unknown) => {
    console.warn('The view was not found again.', error)
    return null
  })
  workspace.viewAwaited = false
  if (!view || app.workspace !== workspace) return
  restoreVoice(app, view)
  const { selection, text } = app.store.document() ?? { selection: null, text: '' }
  // What the user has begun meanwhile goes on.
  if (selection !== null || text !== '') return
  app.store.edit((document) => {
    const { selection } = view
    const end = clamp(selection?.end ?? 0, 0, document.timeline.length)
    const range = selection === null ? null : timelineRange(Math.min(selection.start, end), end)
    const fix = view.editing === null ? null : findFix(document.history.present, fixId(view.editing))
    return {
      snap: view.snap,
      text: view.text,
      selection: range && { drawn: range, snapped: unsnapped(range) },
      editing: fix?.id ?? null,
    }
  })
  const shown = app.store.document()
  if (shown) workspace.viewShown = { selection: shown.selection, text: shown.text }
  seek(app, view.position)
}

/** Whether selection and text are still what `restoreView` showed. */
export function isViewUntouched({ viewShown }: Workspace, { selection, text }: OpenDocument): boolean {
  return selection === viewShown.selection && text === viewShown.text
}

/** Keeps the view soon after each change, and when the page is hidden, until the page ends. */
export function keepViewSettled(app: App): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = () => {
    clearTimeout(timer)
    timer = undefined
    if (app.workspace) void keepView(app, app.workspace)
  }
  app.store.api.subscribe((state, before) => {
    if (isLookedAtAnew(state, before)) timer ??= setTimeout(keep, soonMs)
  })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && keep())
}

function isLookedAtAnew(state: AppState, before: AppState): boolean {
  return (
    state.session !== before.session ||
    (state.transport !== before.transport && !state.transport.playing) ||
    state.voiceId !== before.voiceId ||
    state.language !== before.language ||
    state.model !== before.model
  )
}
