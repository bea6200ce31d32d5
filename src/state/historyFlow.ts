import type { Fix } from '../edit/fix'
import { commit, type History, redo, redoLabel, undo, undoLabel } from '../edit/history'
import type { Project } from '../edit/project'
import { timelineOf } from '../edit/timeline'
import { timelinePauses } from '../infill/timelinePauses'
import { renderInsert } from '../workers/join'
import type { App } from './app'
import type { InsertInfo, OpenDocument } from './document'
import { refreshPlayback } from './playbackFlow'
import { keepSelection } from './selectionFlow'
import { surroundingsOf } from './surroundings'
import type { Workspace } from './workspace'

/**
 * Makes `project` the present one as one step of history, after every insert it needs is rendered, so that the edit is
 * heard and seen at once and whole. Rejects, and changes nothing, when an insert cannot be rendered.
 */
export async function commitProject(app: App, label: string, project: Project, signal: AbortSignal): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  await renderMissing(app, workspace, project, signal)
  if (app.workspace !== workspace) return
  store.edit((document) => present(workspace, document, commit(document.history, label, project)))
  refreshPlayback(app)
}

/** Takes the last step back, and says which. */
export async function undoStep(app: App): Promise<void> {
  await travel(app, undo, 'Undone', undoLabel)
}

/** Does the last undone step again, and says which. */
export async function redoStep(app: App): Promise<void> {
  await travel(app, redo, 'Redone', redoLabel)
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
  const document = store.document()
  if (!workspace || !document) return
  const label = labelOf(document.history)
  if (label === null) return
  const history = move(document.history)
  try {
    await renderMissing(app, workspace, history.present, new AbortController().signal)
  } catch (error) {
    store.fail(error)
    return
  }
  if (app.workspace !== workspace) return
  store.edit((current) => (current.history === document.history ? present(workspace, current, history) : {}))
  refreshPlayback(app)
  store.tell(`${verb}: ${label}`)
}

/** The document with `history`, and all that follows from its present project. */
export function present(workspace: Workspace, document: OpenDocument, history: History): Partial<OpenDocument> {
  const project = history.present
  const timeline = timelineOf(project, workspace.insertLengths(project))
  const editing = project.fixes.find(({ id }) => id === document.editing)
  return {
    history,
    timeline,
    inserts: insertInfos(workspace, project),
    timelinePauses: timelinePauses(timeline, document.pauses),
    selection: keepSelection(document.selection, timeline.length),
    editing: editing?.id ?? null,
    exported: project === document.history.present && document.exported,
  }
}

function insertInfos(workspace: Workspace, project: Project): ReadonlyMap<Fix['id'], InsertInfo> {
  const infos = new Map<Fix['id'], InsertInfo>()
  for (const fix of project.fixes) {
    const insert = workspace.insertOf(fix)
    if (insert) infos.set(fix.id, { frames: insert.pyramid.frames, report: insert.report })
  }
  return infos
}

/** Renders the insert of every fix of `project` that is not rendered yet. */
async function renderMissing(app: App, workspace: Workspace, project: Project, signal: AbortSignal): Promise<void> {
  for (const fix of project.fixes) {
    if (workspace.insertOf(fix)) continue
    const take = fix.chosen === null ? null : await app.takes.audio(fix.chosen)
    const surroundings = await surroundingsOf(workspace, fix.replaced)
    const insert = await renderInsert({ take, surroundings, settings: fix.join }, signal)
    workspace.keepInsert(fix, insert, project)
  }
}
