import { isAbort, PickupError } from '../base/errors'
import { type FixId, fixId, type TakeId } from '../base/ids'
import { type RecordingRange, type TimelineRange, timelineRange } from '../base/units'
import { type Fix, newFix } from '../edit/fix'
import { fixSpan, replacedBy } from '../edit/positions'
import { addTake, applyFix, chooseTake, findFix, type Project, removeFix, setEnabled, setText } from '../edit/project'
import { decodeTake } from '../infill/join/decodeTake'
import { planInfill } from '../infill/plan'
import { buildRequest } from '../infill/request'
import { requestInfill } from '../net/infill'
import type { StoredTake } from '../storage/takes'
import type { App } from './app'
import type { Job, OpenDocument } from './document'
import { commitProject } from './historyFlow'
import { playInPlace } from './playbackFlow'
import { clearSelection, selectFix } from './selectionFlow'
import { renderOf } from './views'
import type { Workspace } from './workspace'

/** Why a fix cannot even be asked for. */
export type FixErrorCode = 'no-selection' | 'no-text' | 'no-voice'

/**
 * One fix, from the selection and the text to sound in place:
 * plan, contexts, request, take stored, join, applied, played. Rejects with AbortError when cancelled; on any failure the
 * selection and the text stay as they are.
 */
export async function generateTake(app: App, signal: AbortSignal): Promise<void> {
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
  const { replaced, touches } = targetOf(document, selection.snapped.range)
  const job: Job = { id: crypto.randomUUID(), phase: 'preparing', text, replaced, startedAt: Date.now() }
  const stop = AbortSignal.any([signal, workspace.ending])
  addJob(app, job)
  try {
    const fields = await requestFor(app, document, workspace, { text, language, voiceId })
    stop.throwIfAborted()
    setPhase(app, job.id, 'speaking')
    const answer = await requestInfill(fields, stop)
    setPhase(app, job.id, 'joining')
    await decodeTake(answer.bytes)
    const take = await app.takes.put(
      {
        origin: 'infill',
        text,
        engine: answer.engine,
        requestId: answer.requestId ?? null,
        credits: answer.credits ?? null,
      },
      answer.bytes,
    )
    if (app.workspace !== workspace) return
    store.edit(({ takes }) => ({ takes: new Map(takes).set(take.id, take) }))
    await applyTake(app, { take, replaced, touches }, stop)
  } finally {
    store.edit(({ jobs }) => ({ jobs: jobs.filter(({ id }) => id !== job.id) }))
  }
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
  const { replaced, touches } = targetOf(document, document.selection.snapped.range)
  const fix = newFix(freshId(), replaced, '')
  await changeProject(app, 'Cut', applyFix(document.history.present, fix, touches), () => editFix(app, fix.id))
}

/** Chooses which take of a fix is heard; the fix then says what that take says. */
export async function switchTake(app: App, id: FixId, take: TakeId): Promise<void> {
  const project = presentOf(app)
  const fix = project && findFix(project, id)
  if (!project || !fix || fix.chosen === take) return
  const number = fix.takes.indexOf(take) + 1
  const says = app.store.document()?.takes.get(take)?.text ?? fix.text
  const chosen = setText(chooseTake(project, id, take), id, says)
  await changeProject(app, `Take ${number} of “${says}”`, chosen, () => keepMarked(app, id))
}

/** Switches a fix on or off; off shows the original again. */
export async function enableFix(app: App, id: FixId, on: boolean): Promise<void> {
  const project = presentOf(app)
  if (project)
    await changeProject(app, on ? 'Fix on' : 'Fix off', setEnabled(project, id, on), () => keepMarked(app, id))
}

/** Takes a fix away; undo brings it back with all its takes. */
export async function dropFix(app: App, id: FixId): Promise<void> {
  const project = presentOf(app)
  if (project) await changeProject(app, 'Remove fix', removeFix(project, id), () => clearSelection(app))
}

/** Keeps the take that is heard and is done with this fix: the panel is free for the next one. */
export async function keepTake(app: App, id: FixId, take: TakeId): Promise<void> {
  await switchTake(app, id, take)
  const fix = presentOf(app)?.fixes.find((candidate) => candidate.id === id)
  if (fix?.chosen !== take) return
  clearSelection(app)
  app.store.edit(() => ({ text: '' }))
  app.store.tell(`Kept take ${fix.takes.indexOf(take) + 1}: “${fix.text}”.`)
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
  const document = app.store.document()
  return document?.editing ? findFix(document.history.present, document.editing) : null
}

/** Plays a fix in place. */
export function playFix(app: App, id: FixId): void {
  const document = app.store.document()
  const fix = document && findFix(document.history.present, id)
  if (document && fix) playInPlace(app, fixSpan(document.history.present, document.timeline, fix))
}

interface Arrived {
  readonly take: StoredTake
  readonly replaced: RecordingRange
  readonly touches: readonly FixId[]
}

/** Puts a take that has been stored in place, as one step of history, and plays it there. */
async function applyTake(app: App, { take, replaced, touches }: Arrived, signal: AbortSignal): Promise<void> {
  const project = presentOf(app)
  if (!project) return
  const same = project.fixes.find(({ replaced: r }) => r.start === replaced.start && r.end === replaced.end)
  const fix = same ?? newFix(freshId(), replaced, take.text)
  const number = fix.takes.length + 1
  const base = same ? project : applyFix(project, fix, touches)
  await commitProject(app, `Take ${number}: “${take.text}”`, addTake(base, fix.id, take.id, take.text), signal)
  editFix(app, fix.id)
  app.store.tell(`Take ${number} is in place.`)
  playFix(app, fix.id)
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

async function changeProject(app: App, label: string, project: Project, then: () => void): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  try {
    await commitProject(app, label, project, workspace.ending)
    then()
    store.tell(`${label}.`)
  } catch (error) {
    if (!isAbort(error)) store.fail(error)
  }
}

function keepMarked(app: App, id: FixId): void {
  if (app.store.document()?.editing === id) editFix(app, id)
}

const presentOf = (app: App): Project | undefined => app.store.document()?.history.present

function addJob(app: App, job: Job): void {
  app.store.clearFault()
  app.store.edit(({ jobs }) => ({ jobs: [...jobs, job] }))
}

function setPhase(app: App, id: string, phase: Job['phase']): void {
  app.store.edit(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, phase } : job)) }))
}
