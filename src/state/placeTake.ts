import { PickupError } from '../base/errors'
import type { TakeId } from '../base/ids'
import type { RecordingRange } from '../base/units'
import { type Fix, newFix } from '../edit/fix'
import { addCandidate, commit, everHeld, type History, reachableTakes } from '../edit/history'
import { fixSpan, replacedBy } from '../edit/positions'
import { addTake, findFix, nameTake, type Project } from '../edit/project'
import { StorageError } from '../storage/errors'
import { type NewTake, newTakeId, type StoredTake } from '../storage/takes'
import type { App } from './app'
import type { Job, OpenDocument } from './document'
import { absorbing, editFix, playFix } from './fixFlow'
import { renderFix, reviseHistory } from './historyFlow'
import { kept } from './jobs'
import { isRecording } from './playbackFlow'
import { spokenBriefly } from './spokenWords'
import type { Workspace } from './workspace'

/** Takes that were asked for with one gesture: the first one that arrives is put in place, the others only join it. */
export interface Batch {
  readonly takes: Set<TakeId>
  /** Whether one of them was put in place. */
  placed: boolean
}

/** A batch of which nothing is here yet. */
export const newBatch = (): Batch => ({ takes: new Set(), placed: false })

/** A take that is here and is to be kept. */
export interface Arrived {
  readonly job: Job
  readonly batch: Batch
  /** What the take is called from the start, or null. */
  readonly name: string | null
  readonly meta: NewTake
  /** A WAV file, as it came. */
  readonly audio: Uint8Array
}

/**
 * Stores a take, while its insert is rendered, then puts it in place and plays it there; what fails is held until the user decides.
 * Gives whether it is in place: not when it was let go, or the recording was closed.
 */
export async function settleTake(app: App, workspace: Workspace, arrived: Arrived): Promise<boolean> {
  const { job, meta, audio } = arrived
  const id = newTakeId()
  const rendered = renderAhead(app, workspace, arrived, id)
  const take = await kept(app, workspace, job, 'unstored', () => app.takes.put(meta, audio, id))
  if (take === null) return false
  const placed = await kept(app, workspace, job, 'unjoined', async (anew) => {
    await placeTake(app, workspace, take, arrived, { anew, failed: anew ? null : await rendered })
    return true
  })
  const history = app.store.document()?.history
  const isUsed = history !== undefined && reachableTakes(history).has(take.id)
  if (placed === null && app.workspace === workspace && !isUsed) await app.takes.remove([take.id])
  return placed !== null
}

/** Why an insert could not be rendered, and what it was to be part of. */
interface Failed {
  readonly error: unknown
  /** The project that the take was to be put into. */
  readonly present: Project
}

/**
 * Renders the insert that a take makes if it is put in place now. Nothing of it is shown or heard before the take is stored (T10). Gives
 * what failed, or null.
 */
async function renderAhead(app: App, workspace: Workspace, arrived: Arrived, id: TakeId): Promise<Failed | null> {
  const history = app.workspace === workspace ? app.store.document()?.history : undefined
  if (!history) return null
  const { present } = history
  try {
    if (!isStep(history, arrived.job, arrived.batch, true)) return null
    const project = stepTo(history, arrived.job, { id, text: arrived.meta.text }, arrived.name).present
    const fix = project.fixes.find(({ chosen }) => chosen === id)
    if (fix) await renderFix(app, workspace, { fix, project, audio: arrived.audio }, workspace.ending)
    return null
  } catch (error) {
    return { error, present }
  }
}

/** Why a take that is here is not in place. */
type PlaceErrorCode = 'fix-gone'

interface Attempt {
  /** Whether the user has asked for it again. */
  readonly anew: boolean
  /** What failed while the take was being stored, or null. */
  readonly failed: Failed | null
}

async function placeTake(
  app: App,
  workspace: Workspace,
  take: StoredTake,
  { job, batch, name }: Arrived,
  { anew, failed }: Attempt,
): Promise<void> {
  batch.takes.add(take.id)
  app.store.edit(({ takes }) => ({ takes: new Map(takes).set(take.id, take) }))
  const way = { steps: true }
  const done = await reviseHistory(
    app,
    (history) => {
      way.steps = isStep(history, job, batch, anew)
      // What failed with the fix as it was says nothing of the fix as it is now: that is rendered in its turn.
      if (way.steps && failed?.present === history.present) throw failed.error
      return way.steps ? stepTo(history, job, take, name) : addCandidate(history, fixOf(history, job), take.id)
    },
    workspace.ending,
    () => {
      batch.placed = true
      tellPlaced(app, take.id, job, way.steps)
    },
  )
  if (!done) {
    throw new StorageError(
      'changed',
      'The take is here, but another tab has this project now. Take the project over, then put the take in place again.',
      { take: take.id },
    )
  }
}

/** Tells what became of a take that has just joined its fix. `isChosen`: it is the one that is heard there now. */
function tellPlaced(app: App, take: TakeId, job: Job, isChosen: boolean): void {
  const document = app.store.document()
  if (!document) return
  const fix = document.history.present.fixes.find(({ takes }) => takes.includes(take)) ?? null
  if (fix === null) {
    app.store.tell('The fix was taken away meanwhile. Its new take is kept with it: undo or redo brings both back.')
  } else if (isChosen) showTake(app, fix, job)
  else app.store.tell(`${placeWords(document, fix, take)} is here, too.`)
}

/**
 * Whether a take becomes a step of history that puts it in place. The later takes of a batch do not: they came with the gesture
 * of the first. Nor does the take of a fix that undo or redo could bring back: it stays with that fix.
 */
function isStep(history: History, job: Job, batch: Batch, anew: boolean): boolean {
  const target = targetIn(history.present, job)
  const follows = batch.placed || (target?.takes.some((take) => batch.takes.has(take)) ?? false)
  if (target) return !follows
  if (anew) return true
  if (everHeld(history, job.fix)) return false
  if (job.isNew && !batch.placed) return true
  throw new PickupError<PlaceErrorCode>(
    'fix-gone',
    'A take is here whose fix is gone. Put it in place to make that fix anew, or let it go.',
  )
}

/** The fix a take belongs to: the one it was asked for, wherever its edges are now, or one that replaces the same span. */
function targetIn(project: Project, { fix, replaced }: Job): Fix | null {
  return findFix(project, fix) ?? fixOver(project, replaced)
}

const fixOf = ({ present }: History, job: Job): Fix['id'] => targetIn(present, job)?.id ?? job.fix

/** The fix that replaces exactly this span, or null. */
export function fixOver(project: Project, { start, end }: RecordingRange): Fix | null {
  return project.fixes.find(({ replaced }) => replaced.start === start && replaced.end === end) ?? null
}

function stepTo(history: History, job: Job, take: Pick<StoredTake, 'id' | 'text'>, name: string | null): History {
  const target = targetIn(history.present, job)
  const id = target?.id ?? job.fix
  const base = target ? history.present : absorbing(history.present, newFix(id, job.replaced, take.text))
  const taken = addTake(base, id, take.id, take.text)
  const project = name === null ? taken : nameTake(taken, id, take.id, name)
  return commit(history, `Take ${(target?.takes.length ?? 0) + 1}: ${spokenBriefly(take.text)}`, project)
}

/** Tells of a take that has just been put in place, and plays it there, unless the user has gone on to something else. */
function showTake(app: App, fix: Fix, job: Job): void {
  const document = app.store.document()
  if (!document || fix.chosen === null) return
  if (isRecording(app) || isElsewhere(document, fix, job)) {
    app.store.tell(`${placeWords(document, fix, fix.chosen)} is in place.`)
    return
  }
  editFix(app, fix.id)
  app.store.tell(`Take ${fix.takes.indexOf(fix.chosen) + 1} is in place.`)
  if (app.store.get().autoplay) playFix(app, fix.id)
}

function placeWords({ history }: OpenDocument, fix: Fix, take: TakeId): string {
  const number = history.present.fixes.findIndex(({ id }) => id === fix.id) + 1
  return `Take ${fix.takes.indexOf(take) + 1} of fix ${number}`
}

function isElsewhere({ selection, text, history, timeline }: OpenDocument, fix: Fix, job: Job): boolean {
  if (text !== job.typed) return true
  if (!selection) return false
  const { range } = selection.snapped
  const span = fixSpan(history.present, timeline, fix)
  // A point that was inserted at stands at an end of what is heard there now.
  if (range.start === range.end) return range.start < span.start || range.end > span.end
  return !replacedBy(history.present, timeline, range).touches.includes(fix.id)
}
