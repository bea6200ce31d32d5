import { isAbort, PickupError } from '../base/errors'
import { type FixId, fixId, type TakeId } from '../base/ids'
import type { TimelineFrame, TimelineRange } from '../base/units'
import { type Fix, newFix, overlaps, takeName } from '../edit/fix'
import type { JoinSettings } from '../edit/joinSettings'
import { fixSpan, replacedBy } from '../edit/positions'
import {
  applyFix,
  changeJoin,
  chooseTake,
  findFix,
  type Project,
  removeFix,
  setEnabled,
  setText,
} from '../edit/project'
import type { App } from './app'
import { ask } from './ask'
import type { OpenDocument } from './document'
import { commitStep, type Gesture } from './historyFlow'
import { cancelJobsOf, jobsToCancel } from './jobs'
import { whileOpen } from './lasting'
import { playInPlace, seek } from './playbackFlow'
import { endFirstSteps } from './preferencesFlow'
import { clearSelection, selectFix, setSelection } from './selectionFlow'
import { spokenBriefly } from './spokenWords'

/** Why a cut cannot be made. */
export type FixErrorCode = 'no-selection' | 'too-short' | 'read-only'

/** A cut shorter than this closes no gap that could be heard. */
const shortestCutSeconds = 0.03

/** Removes the selected span: the gap is closed with what the recording sounds like between words. */
export function cutSelection(app: App): Promise<void> {
  return takeOut(app, 'Cut', 'ripple')
}

/** Puts the sound of the room in the place of the selected span, as long as it was. */
export function silenceSelection(app: App): Promise<void> {
  return takeOut(app, 'Silence', 'hold')
}

async function takeOut(app: App, label: 'Cut' | 'Silence', length: JoinSettings['length']): Promise<void> {
  const document = app.store.document()
  if (!document) return
  if (!document.selection || document.selection.snapped.range.start === document.selection.snapped.range.end) {
    app.store.fail(
      new PickupError<FixErrorCode>('no-selection', 'Nothing is selected. Drag over what should go first.'),
    )
    return
  }
  const { replaced } = targetOf(document, document.selection.snapped.range)
  const atHand = fixAtHand(app)
  const takenOut = (id: FixId, change: (project: Project) => Project) =>
    changeProject(app, label, change, () => {
      editFix(app, id)
      const { length: now } = app.store.document()?.timeline ?? document.timeline
      const shorter = (document.timeline.length - now) / document.recording.format.rate
      // Less would be written as nothing.
      return shorter < 0.005 ? null : `${label}. ${shorter.toFixed(2)} s shorter.`
    })
  if (atHand?.chosen === null && atHand.replaced.start === replaced.start && atHand.replaced.end === replaced.end) {
    // What is out already can still become the other: a cut a silence, and back.
    const { id } = atHand
    await takenOut(id, (project) => (findFix(project, id) ? changeJoin(project, id, { length }) : project))
    return
  }
  if (replaced.end - replaced.start < shortestCutSeconds * document.recording.format.rate) {
    const message = 'The selection is too short to take out: it would not be heard. Select at least 30 ms.'
    app.store.fail(new PickupError<FixErrorCode>('too-short', message))
    return
  }
  const fix = newFix(freshId(), replaced, '')
  await takenOut(fix.id, (project) => absorbing(project, { ...fix, join: { ...fix.join, length } }))
}

/** Chooses which take of a fix is heard; the fix then says what that take says. */
export async function switchTake(app: App, id: FixId, take: TakeId): Promise<void> {
  const fix = fixOf(app, id)
  if (!fix || fix.chosen === take) return
  const says = app.store.document()?.takes.get(take)?.text ?? fix.text
  const label = `${takeName(fix, take)} of ${spokenBriefly(says)}`
  await changeFix(app, label, id, (project) =>
    findFix(project, id)?.takes.includes(take) ? setText(chooseTake(project, id, take), id, says) : project,
  )
}

/** Switches a fix on or off; off shows the original again. */
export async function enableFix(app: App, id: FixId, on: boolean): Promise<void> {
  const number = (presentOf(app)?.fixes.findIndex((fix) => fix.id === id) ?? 0) + 1
  await changeFix(app, `Fix ${number} ${on ? 'on' : 'off'}`, id, (project) => setEnabled(project, id, on))
}

/**
 * Takes a fix away, and gives up what is being generated for it, which is asked about first; undo brings the fix back with all
 * its takes. Gives whether it went.
 */
export async function dropFix(app: App, id: FixId): Promise<boolean> {
  if (!(await mayDrop(app, id))) return false
  const atHand = app.store.document()?.editing === id
  const remove = (project: Project) => (findFix(project, id) ? removeFix(project, id) : project)
  const said = fixOf(app, id)?.text
  return changeProject(app, 'Fix removed', remove, () => {
    const cancelled = cancelJobsOf(app, id)
    if (atHand) {
      clearSelection(app)
      if (app.store.document()?.text === said) app.store.edit(() => ({ text: '' }))
    }
    return cancelled === 0 ? null : 'Fix removed. What was being generated for it is cancelled.'
  })
}

/** Asks before takes that are under way for a fix, and may be paid for, are given up with it. */
async function mayDrop(app: App, id: FixId): Promise<boolean> {
  const { workspace } = app
  const count = jobsToCancel(app, id).length
  if (!workspace || count === 0) return true
  const [takes, those] = count === 1 ? ['A take is', 'that take'] : [`${count} takes are`, 'those takes']
  const text = `${takes} still being generated for it; removing it gives that up, though it may be paid for. Undo brings back the fix, not ${those}.`
  return ask(app, { title: 'Remove this fix?', text, yes: 'Remove it', loses: true, signal: workspace.ending })
}

/** Keeps the take that is heard and is done with this fix: the panel is free for the next one. */
export async function keepTake(app: App, id: FixId, take: TakeId): Promise<void> {
  await switchTake(app, id, take)
  const fix = fixOf(app, id)
  if (fix?.chosen !== take) return
  clearSelection(app)
  endFirstSteps(app)
  app.store.edit(() => ({ text: '' }))
  app.store.tell(`Kept ${fix.names.get(take) ?? `take ${fix.takes.indexOf(take) + 1}`}: ${spokenBriefly(fix.text)}`)
}

/** Shows a fix in the panel and marks it on the waveform. */
export function editFix(app: App, id: FixId): void {
  const document = app.store.document()
  const fix = document && findFix(document.history.present, id)
  if (!document || !fix) return
  selectFix(app, fixSpan(document.history.present, document.timeline, fix))
  app.store.edit(() => ({ editing: id, text: fix.text }))
}

/** The fix that the panel shows, or null. */
export function fixAtHand(app: App): Fix | null {
  const editing = app.store.document()?.editing
  return editing ? fixOf(app, editing) : null
}

/** Goes to the first fix that starts after the playhead, or round to the first of all. */
export const nextFix = (app: App): void => goBeside(app, 1)

/** Goes to the last fix that starts before the playhead, or round to the last of all. */
export const previousFix = (app: App): void => goBeside(app, -1)

function goBeside(app: App, by: 1 | -1): void {
  const document = app.store.document()
  if (!document) return
  const { fixes } = document.history.present
  const current = fixes.findIndex(({ id }) => id === document.editing)
  const { position } = app.store.get().transport
  const from = (fix: Fix) => startOf(document, fix)
  const beside = by > 0 ? fixes.find((fix) => from(fix) > position) : fixes.findLast((fix) => from(fix) < position)
  const fix = (current >= 0 ? fixes[current + by] : beside) ?? (by > 0 ? fixes[0] : fixes.at(-1))
  if (!fix)
    return app.store.tell(
      'There are no fixes yet.',
      whileOpen(document, ({ history }) => history.present.fixes.length === 0),
    )
  goToFix(app, fix.id)
  seek(app, startOf(document, fix))
}

/** Shows a fix in the panel, marks it on the waveform, and brings it into view there. */
export function goToFix(app: App, id: FixId): void {
  editFix(app, id)
  const document = app.store.document()
  const fix = document && findFix(document.history.present, id)
  if (document && fix) app.store.patch({ goneTo: { ...fixSpan(document.history.present, document.timeline, fix) } })
}

/** The fix that is heard at a frame of the edited timeline, or null. */
export function fixAt(app: App, at: TimelineFrame): Fix | null {
  const document = app.store.document()
  if (!document) return null
  const { history, timeline } = document
  const isThere = (fix: Fix) => {
    const { start, end } = fixSpan(history.present, timeline, fix)
    return start <= at && at < end
  }
  return history.present.fixes.find(isThere) ?? null
}

/** Where a fix starts on the edited timeline, in frames: the clock that the ruler shows. */
export function startOf({ history, timeline }: OpenDocument, fix: Fix): number {
  return fixSpan(history.present, timeline, fix).start
}

/** Plays a fix in place. */
export function playFix(app: App, id: FixId): void {
  const document = app.store.document()
  const fix = document && findFix(document.history.present, id)
  if (document && fix) playInPlace(app, fixSpan(document.history.present, document.timeline, fix))
}

/** Adds a fix; those it overlaps go into it, and undo brings them back. */
export function absorbing(project: Project, fix: Fix): Project {
  const overlapped = project.fixes.filter(({ id, replaced }) => id !== fix.id && overlaps(replaced, fix.replaced))
  return applyFix(
    project,
    fix,
    overlapped.map(({ id }) => id),
  )
}

/** Names a new fix. */
export const freshId = (): FixId => fixId(crypto.randomUUID())

function targetOf(document: OpenDocument, range: TimelineRange) {
  return replacedBy(document.history.present, document.timeline, range)
}

/**
 * One step that is told by its label, or by what `then` gives, and whether it changed anything; a failure is shown and
 * changes nothing.
 */
async function changeProject(
  app: App,
  step: string | Gesture,
  change: (project: Project) => Project,
  then: () => string | null,
): Promise<boolean> {
  const { workspace, store } = app
  const before = presentOf(app)
  if (!workspace) return false
  const made = { change: false }
  const noting = (project: Project) => {
    const changed = change(project)
    made.change = changed !== project
    return changed
  }
  try {
    if (!(await commitStep(app, step, noting, workspace.ending))) {
      if (store.document()?.readOnly) store.fail(readOnly())
      return false
    }
    if (!made.change || presentOf(app) === before) return false
    store.tell(then() ?? `${typeof step === 'string' ? step : step.label}.`)
    return true
  } catch (error) {
    if (!isAbort(error)) store.fail(error)
    return false
  }
}

const readOnly = () =>
  new PickupError<FixErrorCode>('read-only', 'Another tab has this project. Take it over first, then change it here.')

/**
 * One step that changes a fix which may be gone by the time it is its turn; the marked fix stays marked, and an edge that is
 * being moved where it is.
 */
export function changeFix(
  app: App,
  step: string | Gesture,
  id: FixId,
  change: (project: Project) => Project,
): Promise<boolean> {
  const saidBefore = fixOf(app, id)?.text
  return changeProject(
    app,
    step,
    (project) => (findFix(project, id) ? change(project) : project),
    () => {
      const document = app.store.document()
      if (document?.editing !== id) return null
      editFix(app, id)
      if (app.workspace?.settlingEdges.has(id)) setSelection(app, document.selection)
      if (document.text !== saidBefore) app.store.edit(() => ({ text: document.text }))
      return null
    },
  )
}

const presentOf = (app: App): Project | undefined => app.store.document()?.history.present

function fixOf(app: App, id: FixId): Fix | null {
  const project = presentOf(app)
  return project ? findFix(project, id) : null
}
