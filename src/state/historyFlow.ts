import { isAbort } from '../base/errors'
import type { TakeId } from '../base/ids'
import type { Fix } from '../edit/fix'
import { amend, commit, type History, redo, redoLabel, undo, undoLabel } from '../edit/history'
import { type Project, soundsSame } from '../edit/project'
import { timelineOf } from '../edit/timeline'
import { timelineMarkers } from '../edit/timelineMarkers'
import { timelinePauses } from '../infill/timelinePauses'
import { StorageError } from '../storage/errors'
import type { JoinSession } from '../workers/joinSession'
import type { App } from './app'
import type { InsertInfo, OpenDocument } from './document'
import { refreshPlayback } from './playbackFlow'
import { keepProject, saveHistory } from './projectFlow'
import { keepSelection } from './selectionFlow'
import type { Workspace } from './workspace'

/** A step that is one gesture with the step before it, when that has the same `key` and was made a moment ago. */
export interface Gesture {
  readonly label: string
  readonly key: string
}

/** Steps of one gesture follow each other within this time. */
const gestureMs = 1500

/**
 * Changes the present project as one step of history: every insert it needs is rendered, the step is saved, and only then
 * is it seen and heard, at once and whole (T10). Steps run one after another, each on what the one before left.
 * Gives whether the project is now what `change` made. Rejects, and changes nothing, when an insert cannot be rendered or
 * the step cannot be saved.
 */
export async function commitStep(
  app: App,
  step: string | Gesture,
  change: (project: Project) => Project,
  signal: AbortSignal,
): Promise<boolean> {
  const { label, key } = typeof step === 'string' ? { label: step, key: null } : step
  const at = Date.now()
  const revise = (history: History): History => {
    const project = change(history.present)
    const goesOn = key !== null && isGoingOn(app, history, { key, at })
    const revised = goesOn ? amend(history, project) : commit(history, label, project)
    const leavesStep = goesOn ? revised.past.length === history.past.length : revised !== history
    if (app.workspace) app.workspace.lastGesture = key !== null && leavesStep ? { key, at, history: revised } : null
    return revised
  }
  return reviseHistory(app, revise, signal)
}

/**
 * Makes another history of the one there is, in the order and with the care of `commitStep`. Calls `onShown` in the same breath as it is
 * seen and heard. Rejects also as `revise` throws.
 */
export async function reviseHistory(
  app: App,
  revise: (history: History) => History,
  signal: AbortSignal,
  onShown: () => void = () => {},
): Promise<boolean> {
  const { workspace } = app
  if (!workspace) return false
  return workspace.inOrder(async () => {
    const document = app.store.document()
    if (!document || app.workspace !== workspace || document.readOnly) return false
    return goTo(app, workspace, { history: revise(document.history), onShown }, signal)
  })
}

/** Whether a step asked for at `at` belongs to the gesture that made the present. */
function isGoingOn({ workspace }: App, history: History, { key, at }: { readonly key: string; readonly at: number }) {
  const last = workspace?.lastGesture
  return last?.key === key && last.history === history && at - last.at < gestureMs
}

/** Takes the last step back, and says which. */
export function undoStep(app: App): Promise<void> {
  return travel(app, undo, 'Undone', undoLabel)
}

/** Does the last undone step again, and says which. */
export function redoStep(app: App): Promise<void> {
  return travel(app, redo, 'Redone', redoLabel)
}

/** What undo would take back, or null. */
export const undoable = ({ history }: OpenDocument): string | null => undoLabel(history)

/** What redo would do again, or null. */
export const redoable = ({ history }: OpenDocument): string | null => redoLabel(history)

async function travel(
  app: App,
  move: (history: History) => History,
  verb: string,
  labelOf: (history: History) => string | null,
): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  try {
    await workspace.inOrder(async () => {
      const document = store.document()
      const label = document && labelOf(document.history)
      if (!document || label === null || document.readOnly) return
      const step = { history: move(document.history), onShown: () => store.tell(`${verb}: ${label}`) }
      await goTo(app, workspace, step, workspace.ending)
    })
  } catch (error) {
    if (!isAbort(error)) store.fail(error)
  }
}

interface Step {
  readonly history: History
  readonly onShown: () => void
}

/** Renders, saves, shows. Gives false when the recording was closed meanwhile. */
async function goTo(app: App, workspace: Workspace, step: Step, signal: AbortSignal): Promise<boolean> {
  const { present: project } = step.history
  // What is rendered for something else meanwhile may not drive out what this step is about to show.
  const release = workspace.inserts.hold(project)
  try {
    await renderMissing(app, workspace, project, signal)
    signal.throwIfAborted()
    return await saveAndShow(app, workspace, step)
  } finally {
    release()
  }
}

async function saveAndShow(app: App, workspace: Workspace, { history, onShown }: Step): Promise<boolean> {
  const known = app.store.document()?.history === history
  const step = known ? null : await saveHistory(app, workspace, history)
  if (app.workspace !== workspace) return false
  const before = app.store.document()?.history.present
  app.store.edit((document) => ({ ...present(workspace, document, history), ...(step && { saving: 'saved' }) }))
  // What only adds a take or a name is not heard: what is being played goes on.
  if (!before || !soundsSame(before, history.present)) refreshPlayback(app)
  if (step === 'first') keepProject(app, workspace)
  onShown()
  return true
}

/** The document with `history`, and all that follows from its present project. */
export function present(workspace: Workspace, document: OpenDocument, history: History): Partial<OpenDocument> {
  const project = history.present
  const timeline = timelineOf(project, workspace.inserts.lengths(project))
  const editing = project.fixes.find(({ id }) => id === document.editing)
  return {
    history,
    timeline,
    inserts: insertInfos(workspace, project),
    timelinePauses: timelinePauses(timeline, document.pauses, workspace.inserts.pauses(project)),
    timelineMarkers: timelineMarkers(timeline, document.markers),
    selection: keepSelection(
      document.selection,
      { project: document.history.present, timeline: document.timeline },
      { project, timeline },
    ),
    editing: editing?.id ?? null,
    exported: document.exported && soundsSame(project, document.history.present),
  }
}

function insertInfos(workspace: Workspace, project: Project): ReadonlyMap<Fix['id'], InsertInfo> {
  const infos = new Map<Fix['id'], InsertInfo>()
  for (const fix of project.fixes) {
    const insert = workspace.inserts.of(fix)
    if (insert) infos.set(fix.id, { frames: insert.pyramid.frames, report: insert.report })
  }
  return infos
}

/** Renders the insert of every fix of `project` that is not rendered yet. */
async function renderMissing(app: App, workspace: Workspace, project: Project, signal: AbortSignal): Promise<void> {
  for (const fix of project.fixes) await renderFix(app, workspace, { fix, project }, signal)
}

/**
 * Renders the insert of a fix of `project`, unless it is rendered. Rejects when its take is lost or cannot be joined. `audio` is that
 * of its take, where it is at hand.
 */
export async function renderFix(
  app: App,
  workspace: Workspace,
  { fix, project, audio, join = workspace.join }: Rendering,
  signal: AbortSignal,
): Promise<void> {
  if (workspace.inserts.of(fix)) return
  const { chosen, replaced } = fix
  const subject = {
    key: `${replaced.start} ${replaced.end} ${chosen ?? ''}`,
    place: workspace.placeOf(replaced),
    load: async () => audio ?? (chosen === null ? null : await audioOf(app, chosen)),
  }
  const insert = await join.render(subject, fix.join, signal)
  // What is heard may be another project than the one that is shown, which is heard again after it.
  const shown = app.store.document()?.history.present
  workspace.inserts.keep(fix, insert, shown ? [project, shown] : [project])
}

/** A fix that is to be rendered. */
export interface Rendering {
  readonly fix: Fix
  /** What the fix is part of: its inserts stay. */
  readonly project: Project
  /** The bytes of the chosen take, where they are at hand. */
  readonly audio?: Uint8Array
  /** What renders it, in place of that of the workspace. */
  readonly join?: JoinSession
}

/** The audio of a take; one that is missing or damaged is not listed as being here any more. */
async function audioOf(app: App, id: TakeId): Promise<Uint8Array> {
  try {
    return await app.takes.audio(id)
  } catch (error) {
    if (error instanceof StorageError && (error.code === 'missing' || error.code === 'damaged')) {
      app.store.edit(({ takes }) => ({ takes: new Map([...takes].filter(([known]) => known !== id)) }))
    }
    throw error
  }
}

/**
 * Renders what a project needs that was opened again. A fix whose take is lost or damaged shows the original; the rest
 * goes on. The first such failure is shown.
 */
export async function renderAgain(app: App, workspace: Workspace): Promise<void> {
  const project = app.store.document()?.history.present
  if (!project) return
  let failure: unknown = null
  for (const fix of project.fixes) {
    try {
      await renderFix(app, workspace, { fix, project }, workspace.ending)
    } catch (error) {
      if (isAbort(error)) return
      failure ??= error
    }
  }
  if (app.workspace !== workspace) return
  app.store.edit((document) => ({
    ...present(workspace, document, document.history),
    exported: document.exported,
    goingOn: false,
  }))
  refreshPlayback(app)
  if (failure !== null) app.store.fail(failure)
}
