import { PickupError } from '../base/errors'
import type { FixId } from '../base/ids'
import { type RecordingRange, timelineRange } from '../base/units'
import { type Fix, newFix } from '../edit/fix'
import { replacedBy } from '../edit/positions'
import { addTake, findFix, type Project } from '../edit/project'
import { decodeTake } from '../infill/join/decodeTake'
import { planInfill } from '../infill/plan'
import { buildRequest } from '../infill/request'
import { requestInfill } from '../net/infill'
import type { TakeAnswer } from '../net/takeAnswer'
import { StorageError } from '../storage/errors'
import type { StoredTake } from '../storage/takes'
import type { App } from './app'
import type { Job, OpenDocument } from './document'
import { absorbing, editFix, freshId, playFix } from './fixFlow'
import { commitStep } from './historyFlow'
import { renderOf } from './views'
import type { Workspace } from './workspace'

/** Why a take cannot even be asked for. */
export type GenerateErrorCode = 'no-selection' | 'no-text' | 'no-voice' | 'read-only'

/** Clicks on Generate that follow each other within this time are one. */
const sameClickMs = 1500

/**
 * One fix, from the selection and the text to sound in place:
 * plan, contexts, request, take stored, join, applied, played. Rejects with AbortError when cancelled; on any failure the
 * selection and the text stay as they are.
 */
export async function generateTake(app: App): Promise<void> {
  const { store, workspace } = app
  const document = store.document()
  if (!document || !workspace) return
  const wanted = wantedTake(app, document)
  const job = newJob(app, document, wanted)
  if (isSameClick(workspace, job)) return
  const cancel = new AbortController()
  workspace.jobs.set(job.id, { cancel, decide: null })
  const stop = AbortSignal.any([cancel.signal, workspace.ending])
  store.clearFault()
  store.tell(`Generating “${job.text}” …`)
  store.edit(({ jobs }) => ({ jobs: [...jobs, job] }))
  try {
    const fields = await requestFor(app, document, workspace, wanted)
    stop.throwIfAborted()
    setPhase(app, job.id, 'speaking')
    const answer = await askForTake(workspace, document, job, (take) => requestInfill(fields, stop, { take }))
    // From here on the take is paid for: cancelling no longer applies.
    setPhase(app, job.id, 'joining')
    await decodeTake(answer.bytes)
    const take = await kept(app, workspace, job, 'unstored', () => storeTake(app, job, answer))
    if (take === null) return
    const fix = await kept(app, workspace, job, 'unjoined', () => applyTake(app, workspace, take, job))
    if (fix !== null) showTake(app, fix, job)
    else if (app.workspace === workspace) await app.takes.remove([take.id])
  } finally {
    workspace.jobs.delete(job.id)
    workspace.lastClick = noClick
    if (app.workspace === workspace) store.edit(({ jobs }) => ({ jobs: jobs.filter(({ id }) => id !== job.id) }))
  }
}

/** Gives up a request that has not been answered; its connection closes at once. */
export function cancelJob(app: App, id: string): void {
  app.workspace?.jobs.get(id)?.cancel.abort()
}

/** Decides about a take that could not be stored or joined. */
export function decideJob(app: App, id: string, decision: Decision): void {
  app.workspace?.jobs.get(id)?.decide?.(decision)
}

const noClick = { key: '', at: 0 }

/** What the user may do with a take that could not be kept. */
export type Decision = 'again' | 'let go'

interface Wanted {
  readonly text: string
  readonly language: string
  readonly voiceId: string
  readonly replaced: RecordingRange
}

const refuse = (code: GenerateErrorCode, message: string) => new PickupError<GenerateErrorCode>(code, message)

function wantedTake(app: App, document: OpenDocument): Wanted {
  const { text, selection, readOnly, history, timeline } = document
  const { voiceId, language } = app.store.get()
  if (readOnly) throw refuse('read-only', 'Another tab has this project. Take it over first, then generate.')
  if (!selection) throw refuse('no-selection', 'Nothing is selected. Drag over the words to replace first.')
  if (text.trim() === '') throw refuse('no-text', 'There is no text to speak. Type what should be said instead.')
  if (voiceId === null) throw refuse('no-voice', 'No voice is chosen. Choose one under Voice, then generate again.')
  const { replaced } = replacedBy(history.present, timeline, selection.snapped.range)
  return { text, language, voiceId, replaced }
}

function newJob(app: App, { history }: OpenDocument, { text, voiceId, replaced }: Wanted): Job {
  const voice = app.store.get().voices.find(({ id }) => id === voiceId)?.name ?? null
  const fix = sameRange(history.present, replaced)?.id ?? null
  return { id: crypto.randomUUID(), phase: 'preparing', text, voice, replaced, fix, startedAt: Date.now() }
}

const spanKey = ({ start, end }: RecordingRange): string => `${start} ${end}`

/** Whether this is one more press of what was pressed a moment ago; each press counts anew, so that a held key asks once. */
function isSameClick(workspace: Workspace, { replaced, text, startedAt }: Job): boolean {
  const key = JSON.stringify([spanKey(replaced), text])
  const last = workspace.lastClick
  workspace.lastClick = { key, at: startedAt }
  return last.key === key && startedAt - last.at < sameClickMs
}

/**
 * Asks for a take under a name of its own. Only when no answer comes is the name used again by the next request: if the
 * take had been made after all, the same one is given then, and is not paid for twice.
 */
async function askForTake(
  workspace: Workspace,
  { history }: OpenDocument,
  { replaced }: Job,
  ask: (take: string) => Promise<TakeAnswer>,
): Promise<TakeAnswer> {
  const key = spanKey(replaced)
  const steps = [...history.past, ...history.future].map(({ project }) => project)
  const known = new Set([history.present, ...steps].flatMap((project) => sameRange(project, replaced)?.takes ?? []))
  const number = Math.max(known.size, workspace.takesAsked.get(key) ?? 0) + 1
  workspace.takesAsked.set(key, number)
  try {
    return await ask(String(number))
  } catch (error) {
    if (workspace.takesAsked.get(key) === number) workspace.takesAsked.set(key, number - 1)
    throw error
  }
}

/**
 * Does what keeps a take that was paid for. When that fails, the take is held in `phase` until the user has made room and
 * asks again, or lets it go. Gives null when it was let go or the recording was closed.
 */
async function kept<Value>(
  app: App,
  workspace: Workspace,
  job: Job,
  phase: 'unstored' | 'unjoined',
  keep: () => Promise<Value>,
): Promise<Value | null> {
  while (app.workspace === workspace) {
    try {
      return await keep()
    } catch (error) {
      if (app.workspace !== workspace) return null
      setPhase(app, job.id, phase)
      app.store.fail(error)
    }
    if ((await decisionOn(workspace, job.id)) === 'let go') return null
    app.store.clearFault()
    setPhase(app, job.id, 'joining')
  }
  return null
}

/** Stores a take durably before it is shown (T10). */
function storeTake(app: App, { text, voice }: Job, answer: TakeAnswer): Promise<StoredTake> {
  const { engine, requestId = null, credits = null, bytes } = answer
  return app.takes.put({ origin: 'infill', text, voice, engine, requestId, credits }, bytes)
}

function decisionOn(workspace: Workspace, id: string): Promise<Decision> {
  return new Promise<Decision>((resolve) => {
    const running = workspace.jobs.get(id)
    if (running) workspace.jobs.set(id, { ...running, decide: resolve })
    workspace.scope.add(() => resolve('let go'))
  })
}

/** Puts a take that has been stored in place, as one step of history, and gives the fix it is a take of. */
async function applyTake(app: App, workspace: Workspace, take: StoredTake, job: Job): Promise<Fix> {
  const id = freshId()
  const change = (project: Project): Project => {
    const target = targetIn(project, job)
    const base = target ? project : absorbing(project, newFix(id, job.replaced, take.text))
    return addTake(base, target?.id ?? id, take.id, take.text)
  }
  app.store.edit(({ takes }) => ({ takes: new Map(takes).set(take.id, take) }))
  const before = app.store.document()?.history.present
  const number = ((before && targetIn(before, job)?.takes.length) ?? 0) + 1
  const done = await commitStep(app, `Take ${number}: “${take.text}”`, change, workspace.ending)
  const fix = app.store.document()?.history.present.fixes.find(({ takes }) => takes.includes(take.id))
  if (done && fix) return fix
  throw new StorageError(
    'changed',
    'The take is here, but another tab has this project now. Take the project over, then put the take in place again.',
    { take: take.id },
  )
}

/** The fix a take belongs to: the one it was asked for, wherever its edges are now, or one that replaces the same span. */
function targetIn(project: Project, { fix, replaced }: Job): Fix | null {
  return (fix === null ? null : findFix(project, fix)) ?? sameRange(project, replaced) ?? null
}

const sameRange = (project: Project, { start, end }: RecordingRange): Fix | undefined =>
  project.fixes.find(({ replaced }) => replaced.start === start && replaced.end === end)

/** Tells of a take that has just been put in place, and plays it there, unless the user has gone on to something else. */
function showTake(app: App, fix: Fix, job: Job): void {
  const document = app.store.document()
  if (!document) return
  const number = document.history.present.fixes.findIndex(({ id }) => id === fix.id) + 1
  if (isElsewhere(document, fix.id, job)) {
    app.store.tell(`Take ${fix.takes.length} of fix ${number} is in place.`)
    return
  }
  editFix(app, fix.id)
  app.store.tell(`Take ${fix.takes.length} is in place.`)
  playFix(app, fix.id)
}

function isElsewhere({ selection, text, history, timeline }: OpenDocument, fix: FixId, job: Job): boolean {
  if (text !== job.text) return true
  if (!selection) return false
  return !replacedBy(history.present, timeline, selection.snapped.range).touches.includes(fix)
}

async function requestFor(app: App, document: OpenDocument, workspace: Workspace, wanted: Wanted) {
  const project = document.history.present
  const selection = document.selection?.snapped.range ?? timelineRange(0, 0)
  const { rate } = workspace.layout.format
  const plan = planInfill({
    project,
    timeline: document.timeline,
    selection,
    pauses: document.timelinePauses,
    rate,
  })
  const render = renderOf(workspace, project, document.timeline)
  const [note] = plan.notes
  if (note) app.store.tell(note.message)
  return buildRequest({
    left: plan.left && (await render(plan.left)),
    right: plan.right && (await render(plan.right)),
    text: wanted.text,
    language: wanted.language,
    voiceId: wanted.voiceId,
    rate,
  })
}

function setPhase(app: App, id: string, phase: Job['phase']): void {
  app.store.edit(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, phase } : job)) }))
}
