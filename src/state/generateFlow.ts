import { PickupError } from '../base/errors'
import type { RecordingRange } from '../base/units'
import { buildRequest, type InfillFields } from '../infill/request'
import { spokenText } from '../infill/spokenText'
import { requestInfill } from '../net/infill'
import type { TakeAnswer } from '../net/takeAnswer'
import { settleAnswer } from './answeredTake'
import type { App } from './app'
import type { Job, OpenDocument } from './document'
import { inTurn } from './inTurn'
import { setPhase, whileJob } from './jobs'
import { whileOpen } from './lasting'
import { type Batch, fixOver, newBatch } from './placeTake'
import { planOf } from './planShown'
import { jobFor, type SpanAtHand, spanAtHand } from './spanAtHand'
import { spokenBriefly } from './spokenWords'
import { renderOf } from './views'
import type { Workspace } from './workspace'

/** Why a take cannot even be asked for. */
export type GenerateErrorCode = 'no-voice'

/** Clicks on Generate that follow each other within this time are one. */
const sameClickMs = 1500

/**
 * As many takes of the selection as are wanted at once, each from the text to sound in place: plan, contexts, request, take
 * stored, join, applied, played. The first that arrives is put in place, the others join it.
 *
 * Gives what there is to do, one for each take, all to be begun at once. Each rejects with AbortError when it is cancelled; on any
 * failure the selection and the text stay as they are. Throws PickupError where no take can be asked for.
 */
export function takesToAskFor(app: App): readonly (() => Promise<void>)[] {
  const { store, workspace } = app
  const document = store.document()
  if (!document || !workspace) return []
  const wanted = wantedTake(app, document)
  if (isSameClick(workspace, wanted)) return []
  const count = store.get().takesAtOnce
  store.clearFault()
  const batch = newBatch()
  const { fix, replaced } = jobFor(document, wanted.span, wanted.text, wanted.voice)
  // While the service speaks, what the takes are to fit into is measured.
  workspace.join.prepare(workspace.placeOf(replaced))
  let told = false
  const tell = () => {
    if (told) return
    told = true
    const said = spokenBriefly(wanted.text)
    const words = count === 1 ? `Generating ${said} …` : `Generating ${count} takes of ${said} …`
    store.tell(
      words,
      whileOpen(document, ({ jobs }) => jobs.some((job) => job.fix === fix)),
    )
  }
  const asked: Asked = { document, batch, fields: once(() => requestFor(app, document, workspace, wanted)) }
  return Array.from({ length: count }, () => () => {
    const job = { ...jobFor(document, wanted.span, wanted.text, wanted.voice), fix }
    return whileJob(app, workspace, job, (stop) => {
      tell()
      return generateTake(app, workspace, { ...asked, job, stop })
    })
  })
}

const noClick = { key: '', at: 0 }

interface Wanted {
  readonly text: string
  readonly language: string
  readonly voiceId: string
  readonly model: string | null
  /** Name of the voice, when it is known. */
  readonly voice: string | null
  readonly span: SpanAtHand
}

/** What was asked for with one press of Generate, and the state it was asked in. */
interface Asked {
  readonly document: OpenDocument
  readonly batch: Batch
  /** The request, which is the same for all takes but for their numbers. */
  readonly fields: () => Promise<InfillFields>
}

interface AskedTake extends Asked {
  readonly job: Job
  readonly stop: AbortSignal
}

async function generateTake(app: App, workspace: Workspace, asked: AskedTake): Promise<void> {
  const { document, fields, batch, job, stop } = asked
  try {
    const form = await fields()
    stop.throwIfAborted()
    const onSent = () => setPhase(app, job.id, 'speaking')
    const answer = await askForTake(workspace, document, job, (take) =>
      inTurn(app, workspace, { job, stop, ask: () => requestInfill(form, stop, { take, onSent }) }),
    )
    await settleAnswer(app, workspace, { job, batch, origin: 'infill', answer })
  } finally {
    workspace.lastClick = noClick
  }
}

const noVoice = (message: string) => new PickupError<GenerateErrorCode>('no-voice', message)

const nobodySpeaks =
  'Pickup’s server does not answer, and only it can speak: see that it still runs where you started it, then try again.'

function wantedTake(app: App, document: OpenDocument): Wanted {
  const { voiceId, language, model, voices } = app.store.get()
  const span = spanAtHand(document)
  const { text } = document
  // Refused before anything is shown as under way.
  spokenText(text)
  if (voiceId === null && voices.length === 0) throw noVoice(nobodySpeaks)
  if (voiceId === null) throw noVoice('No voice is chosen. Choose one under Voice, then generate again.')
  const voice = voices.find(({ id }) => id === voiceId)?.name ?? null
  return { text, language, voiceId, model, voice, span }
}

/** `make` that is called once, however often its answer is wanted. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null
  return () => {
    made ??= make()
    return made
  }
}

const spanKey = ({ start, end }: RecordingRange): string => `${start} ${end}`

/** Whether this is one more press of what was pressed a moment ago; each press counts anew, so that a held key asks once. */
function isSameClick(workspace: Workspace, { text, span }: Wanted): boolean {
  const key = JSON.stringify([spanKey(span.replaced), text])
  const last = workspace.lastClick
  const at = Date.now()
  workspace.lastClick = { key, at }
  return last.key === key && at - last.at < sameClickMs
}

/** Asks for a take under a number of its own, which is used again only when no answer comes. */
async function askForTake(
  workspace: Workspace,
  { history }: OpenDocument,
  { replaced }: Job,
  ask: (take: string) => Promise<TakeAnswer>,
): Promise<TakeAnswer> {
  const key = spanKey(replaced)
  const states = [history.present, ...[...history.past, ...history.future].map(({ project }) => project)]
  const known = new Set(states.flatMap((project) => fixOver(project, replaced)?.takes ?? []))
  const number = workspace.takeNumbers.next(key, known.size)
  try {
    return await ask(String(number))
  } catch (error) {
    workspace.takeNumbers.giveBack(key, number)
    throw error
  }
}

async function requestFor(app: App, document: OpenDocument, workspace: Workspace, { span, ...wanted }: Wanted) {
  const project = document.history.present
  const { rate } = workspace.layout.format
  const plan = planOf(document, span.range)
  const render = renderOf(workspace, project, document.timeline)
  const note = plan.notes.find(({ code }) => code !== 'nothing-spoken-replaced' || !isPoint(document))
  if (note) app.store.tell(note.message)
  return buildRequest({
    left: plan.left && (await render(plan.left)),
    right: plan.right && (await render(plan.right)),
    text: wanted.text,
    language: wanted.language,
    voiceId: wanted.voiceId,
    ...(wanted.model === null ? {} : { model: wanted.model }),
    rate,
  })
}

function isPoint({ selection }: OpenDocument): boolean {
  const range = selection?.snapped.range
  return range !== undefined && range.start === range.end
}
