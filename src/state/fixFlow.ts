import { isAbort, PickupError } from '../base/errors'
import { type FixId, fixId, type TakeId } from '../base/ids'
import { type RecordingRange, recordingRange, type TimelineRange, timelineRange } from '../base/units'
import { type Fix, newFix, overlaps } from '../edit/fix'
import type { JoinSettings } from '../edit/joinSettings'
import { fixSpan, replacedBy, toRecording } from '../edit/positions'
import {
  addTake,
  applyFix,
  changeJoin,
  chooseTake,
  findFix,
  type Project,
  removeFix,
  setEnabled,
  setText,
} from '../edit/project'
import { decodeTake } from '../infill/join/decodeTake'
import { planInfill } from '../infill/plan'
import { buildRequest } from '../infill/request'
import { type InfillAnswer, requestInfill } from '../net/infill'
import { StorageError } from '../storage/errors'
import type { StoredTake } from '../storage/takes'
import type { App } from './app'
import type { Job, OpenDocument } from './document'
import { commitStep } from './historyFlow'
import { playInPlace } from './playbackFlow'
import { clearSelection, selectFix } from './selectionFlow'
import { renderOf } from './views'
import type { Workspace } from './workspace'

/** Why a fix cannot even be asked for. */
export type FixErrorCode = 'no-selection' | 'no-text' | 'no-voice' | 'too-short'

/** Two clicks on Generate within this time are one. */
const sameClickMs = 1500
/** A cut shorter than this closes no gap that could be heard. */
const shortestCutSeconds = 0.03

/**
 * One fix, from the selection and the text to sound in place:
 * plan, contexts, request, take stored, join, applied, played. Rejects with AbortError when cancelled; on any failure the
 * selection and the text stay as they are.
 */
export async function generateTake(app: App): Promise<void> {
  const { store, workspace } = app
  const document = store.document()
  if (!document || !workspace) return
  const { text, selection } = document
  const { voiceId, language } = store.get()
  if (!selection) {
    throw new PickupError<FixErrorCode>('no-selection', 'Nothing is selected. Drag over the words to replace first.')
  }
  if (text.trim() === '') {
    throw new PickupError<FixErrorCode>('no-text', 'There is no text to speak. Type what should be said instead.')
  }
  if (voiceId === null) {
    throw new PickupError<FixErrorCode>('no-voice', 'No voice is chosen. Choose one under Voice, then generate again.')
  }
  const { replaced } = targetOf(document, selection.snapped.range)
  const voice = store.get().voices.find(({ id }) => id === voiceId)?.name ?? null
  const job: Job = { id: crypto.randomUUID(), phase: 'preparing', text, voice, replaced, startedAt: Date.now() }
  if (document.jobs.some((other) => isSameClick(other, job))) return
  const cancel = new AbortController()
  cancels.set(job.id, cancel)
  const stop = AbortSignal.any([cancel.signal, workspace.ending])
  addJob(app, job)
  try {
    const fields = await requestFor(app, document, workspace, { text, language, voiceId })
    stop.throwIfAborted()
    setPhase(app, job.id, 'speaking')
    const answer = await requestInfill(fields, stop, { take: String(takeNumber(document, replaced)) })
    // From here on the take is paid for: cancelling no longer applies.
    setPhase(app, job.id, 'joining')
    await decodeTake(answer.bytes)
    const take = await kept(app, workspace, job, () => storeTake(app, job, answer))
    if (take === null) return
    const fix = await kept(app, workspace, job, () => applyTake(app, workspace, take, replaced))
    if (fix !== null) showTake(app, fix)
    else if (app.workspace === workspace) await app.takes.remove([take.id])
  } finally {
    cancels.delete(job.id)
    store.edit(({ jobs }) => ({ jobs: jobs.filter(({ id }) => id !== job.id) }))
  }
}

/** Which take of this span is asked for. Asking again for one whose answer was lost gives the same one, and costs nothing. */
function takeNumber({ history, jobs }: OpenDocument, replaced: RecordingRange): number {
  const { start, end } = replaced
  const underWay = jobs.filter((job) => job.replaced.start === start && job.replaced.end === end).length
  return (sameRange(history.present, replaced)?.takes.length ?? 0) + underWay + 1
}

const cancels = new Map<string, AbortController>()

/** Gives up a request that has not been answered; its connection closes at once. */
export function cancelJob(id: string): void {
  cancels.get(id)?.abort()
}

function isSameClick(other: Job, job: Job): boolean {
  const { start, end } = job.replaced
  const sameSpan = other.replaced.start === start && other.replaced.end === end
  return sameSpan && other.text === job.text && job.startedAt - other.startedAt < sameClickMs
}

/**
 * Does what keeps a take that was paid for. When that fails, the take is held until the user has made room and asks
 * again, or lets it go. Gives null when it was let go or the recording was closed.
 */
async function kept<Value>(
  app: App,
  workspace: Workspace,
  job: Job,
  keep: () => Promise<Value>,
): Promise<Value | null> {
  while (app.workspace === workspace) {
    try {
      return await keep()
    } catch (error) {
      if (app.workspace !== workspace) return null
      setPhase(app, job.id, 'unstored')
      app.store.fail(error)
    }
    if ((await decisionOn(workspace, job.id)) === 'let go') return null
    app.store.clearFault()
    setPhase(app, job.id, 'joining')
  }
  return null
}

/** Stores a take durably before it is shown (T10). */
function storeTake(app: App, { text, voice }: Job, answer: InfillAnswer): Promise<StoredTake> {
  const { engine, requestId = null, credits = null, bytes } = answer
  return app.takes.put({ origin: 'infill', text, voice, engine, requestId, credits }, bytes)
}

type Decision = 'again' | 'let go'
const decisions = new Map<string, (decision: Decision) => void>()

/** Decides about a take that could not be stored. */
export function decideJob(id: string, decision: Decision): void {
  decisions.get(id)?.(decision)
}

function decisionOn(workspace: Workspace, id: string): Promise<Decision> {
  return new Promise<Decision>((resolve) => {
    decisions.set(id, resolve)
    workspace.scope.add(() => resolve('let go'))
  }).finally(() => decisions.delete(id))
}

/** Removes the selected span: the gap is closed with what the recording sounds like between words. */
export async function cutSelection(app: App): Promise<void> {
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
  if (atHand?.chosen === null && atHand.replaced.start === replaced.start && atHand.replaced.end === replaced.end)
    return
  if (replaced.end - replaced.start < shortestCutSeconds * document.recording.format.rate) {
    const message = 'The selection is too short to cut: it would not be heard. Select at least 30 ms.'
    app.store.fail(new PickupError<FixErrorCode>('too-short', message))
    return
  }
  const fix = newFix(freshId(), replaced, '')
  await changeProject(
    app,
    'Cut',
    (project) => absorbing(project, fix),
    () => editFix(app, fix.id),
  )
}

/** Chooses which take of a fix is heard; the fix then says what that take says. */
export async function switchTake(app: App, id: FixId, take: TakeId): Promise<void> {
  const fix = fixOf(app, id)
  if (!fix || fix.chosen === take) return
  const says = app.store.document()?.takes.get(take)?.text ?? fix.text
  const label = `Take ${fix.takes.indexOf(take) + 1} of “${says}”`
  await changeFix(app, label, id, (project) => setText(chooseTake(project, id, take), id, says))
}

/** Switches a fix on or off; off shows the original again. */
export async function enableFix(app: App, id: FixId, on: boolean): Promise<void> {
  const number = (presentOf(app)?.fixes.findIndex((fix) => fix.id === id) ?? 0) + 1
  await changeFix(app, `Fix ${number} ${on ? 'on' : 'off'}`, id, (project) => setEnabled(project, id, on))
}

/** Changes how a fix is joined, as one step, and plays it there. */
export async function adjustJoin(app: App, id: FixId, change: Partial<JoinSettings>): Promise<void> {
  await changeFix(app, 'Join adjusted', id, (project) => changeJoin(project, id, change))
  playFix(app, id)
}

/** Takes a fix away; undo brings it back with all its takes. */
export async function dropFix(app: App, id: FixId): Promise<void> {
  const remove = (project: Project) => (findFix(project, id) ? removeFix(project, id) : project)
  await changeProject(app, 'Fix removed', remove, () => clearSelection(app))
}

/** Keeps the take that is heard and is done with this fix: the panel is free for the next one. */
export async function keepTake(app: App, id: FixId, take: TakeId): Promise<void> {
  await switchTake(app, id, take)
  const fix = fixOf(app, id)
  if (fix?.chosen !== take) return
  clearSelection(app)
  app.store.edit(() => ({ text: '' }))
  app.store.tell(`Kept take ${fix.takes.indexOf(take) + 1}: “${fix.text}”`)
}

/** Shows a fix in the panel and marks it on the waveform. */
export function editFix(app: App, id: FixId): void {
  const document = app.store.document()
  const fix = document && findFix(document.history.present, id)
  if (!document || !fix) return
  selectFix(app, fixSpan(document.history.present, document.timeline, fix))
  app.store.edit(() => ({ editing: id, text: fix.text }))
}

let edgesSettle: ReturnType<typeof setTimeout> | undefined

/**
 * Joins the fix at hand again after an edge of its selection was moved, as one step, once no edge has moved for
 * `settleMs`. Moving an edge inwards brings the original back there, outwards replaces more of it.
 */
export function edgesMoved(app: App, settleMs: number): void {
  const id = app.store.document()?.editing
  const { workspace } = app
  if (!id || !workspace) return
  clearTimeout(edgesSettle)
  edgesSettle = setTimeout(() => {
    if (app.workspace === workspace && app.store.document()?.editing === id) void moveEdges(app, id)
  }, settleMs)
}

async function moveEdges(app: App, id: FixId): Promise<void> {
  const document = app.store.document()
  const fix = fixOf(app, id)
  if (!document?.selection || !fix || fix.replaced.start === fix.replaced.end) return
  const { range } = document.selection.snapped
  const span = fixSpan(document.history.present, document.timeline, fix)
  const { start, end } = fix.replaced
  const from =
    range.start <= span.start
      ? toRecording(document.timeline, range.start, 'before')
      : Math.min(start + range.start - span.start, end)
  const to =
    range.end >= span.end
      ? toRecording(document.timeline, range.end, 'after')
      : Math.max(end - (span.end - range.end), from)
  if ((from === start && to === end) || to === from) return
  const moved = { ...fix, replaced: recordingRange(from, to) }
  await changeFix(app, 'Edges moved', id, (project) => absorbing(project, moved))
}

/** The fix that the panel shows, or null. */
export function fixAtHand(app: App): Fix | null {
  const editing = app.store.document()?.editing
  return editing ? fixOf(app, editing) : null
}

/** Goes to the first fix that starts after the playhead, or round to the first of all. */
export function nextFix(app: App): void {
  const document = app.store.document()
  if (!document) return
  const { fixes } = document.history.present
  const current = fixes.findIndex(({ id }) => id === document.editing)
  const { position } = app.store.get().transport
  const next = current >= 0 ? fixes[current + 1] : fixes.find((fix) => startOf(document, fix) > position)
  const fix = next ?? fixes[0]
  if (fix) editFix(app, fix.id)
  else app.store.tell('There are no fixes yet.')
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

/** Puts a take that has been stored in place, as one step of history, and gives the fix it is a take of. */
async function applyTake(app: App, workspace: Workspace, take: StoredTake, replaced: RecordingRange): Promise<Fix> {
  const id = freshId()
  const change = (project: Project): Project => {
    const same = sameRange(project, replaced)
    const base = same ? project : absorbing(project, newFix(id, replaced, take.text))
    return addTake(base, same?.id ?? id, take.id, take.text)
  }
  app.store.edit(({ takes }) => ({ takes: new Map(takes).set(take.id, take) }))
  const before = presentOf(app)
  const number = ((before && sameRange(before, replaced)?.takes.length) ?? 0) + 1
  const done = await commitStep(app, `Take ${number}: “${take.text}”`, change, workspace.ending)
  const fix = presentOf(app)?.fixes.find(({ takes }) => takes.includes(take.id))
  if (done && fix) return fix
  throw new StorageError(
    'changed',
    'The take is here, but another tab has this project now. Take the project over, then store the take again.',
    { take: take.id },
  )
}

/** Shows a take that has just been put in place, and plays it there. */
function showTake(app: App, fix: Fix): void {
  editFix(app, fix.id)
  app.store.tell(`Take ${fix.takes.length} is in place.`)
  playFix(app, fix.id)
}

const sameRange = (project: Project, { start, end }: RecordingRange): Fix | undefined =>
  project.fixes.find(({ replaced }) => replaced.start === start && replaced.end === end)

/** Adds a fix; those it overlaps go into it, and undo brings them back. */
function absorbing(project: Project, fix: Fix): Project {
  const overlapped = project.fixes.filter(({ id, replaced }) => id !== fix.id && overlaps(replaced, fix.replaced))
  return applyFix(
    project,
    fix,
    overlapped.map(({ id }) => id),
  )
}

const freshId = (): FixId => fixId(crypto.randomUUID())

function targetOf(document: OpenDocument, range: TimelineRange) {
  return replacedBy(document.history.present, document.timeline, range)
}

interface Spoken {
  readonly text: string
  readonly language: string
  readonly voiceId: string
}

async function requestFor(app: App, document: OpenDocument, workspace: Workspace, { text, language, voiceId }: Spoken) {
  const project = document.history.present
  const selection = document.selection?.snapped.range ?? timelineRange(0, 0)
  const plan = planInfill({
    project,
    timeline: document.timeline,
    selection,
    pauses: document.timelinePauses,
    rate: workspace.layout.format.rate,
  })
  const render = renderOf(workspace, project, document.timeline)
  const [note] = plan.notes
  if (note) app.store.tell(note.message)
  return buildRequest({
    left: plan.left && (await render(plan.left)),
    right: plan.right && (await render(plan.right)),
    text,
    language,
    voiceId,
    rate: workspace.layout.format.rate,
  })
}

/** One step that is told by its label; a failure is shown and changes nothing. */
async function changeProject(
  app: App,
  label: string,
  change: (project: Project) => Project,
  then: () => void,
): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  try {
    if (!(await commitStep(app, label, change, workspace.ending))) return
    then()
    store.tell(`${label}.`)
  } catch (error) {
    if (!isAbort(error)) store.fail(error)
  }
}

/** One step that changes a fix which may be gone by the time it is its turn; the marked fix stays marked. */
function changeFix(app: App, label: string, id: FixId, change: (project: Project) => Project): Promise<void> {
  const saidBefore = fixOf(app, id)?.text
  return changeProject(
    app,
    label,
    (project) => (findFix(project, id) ? change(project) : project),
    () => {
      const document = app.store.document()
      if (document?.editing !== id) return
      editFix(app, id)
      if (document.text !== saidBefore) app.store.edit(() => ({ text: document.text }))
    },
  )
}

const presentOf = (app: App): Project | undefined => app.store.document()?.history.present

function fixOf(app: App, id: FixId): Fix | null {
  const project = presentOf(app)
  return project ? findFix(project, id) : null
}

function addJob(app: App, job: Job): void {
  app.store.clearFault()
  app.store.tell(`Generating “${job.text}” …`)
  app.store.edit(({ jobs }) => ({ jobs: [...jobs, job] }))
}

function setPhase(app: App, id: string, phase: Job['phase']): void {
  app.store.edit(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, phase } : job)) }))
}
