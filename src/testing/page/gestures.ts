import type { FixId, TakeId } from '../../base/ids'
import type { Fix } from '../../edit/fix'
import type { JoinSettings } from '../../edit/joinSettings'
import { fixSpan } from '../../edit/positions'
import { readOn } from '../../state/analysisFlow'
import { hearAll, hearTake } from '../../state/auditionFlow'
import { compareBlind, endBlind, pickBlind } from '../../state/blindFlow'
import { closeRecording } from '../../state/closeFlow'
import type { OpenDocument } from '../../state/document'
import { edgeMoved } from '../../state/edgeFlow'
import { cancelExport, exportRecording } from '../../state/exportFlow'
import * as fixes from '../../state/fixFlow'
import { takesToAskFor } from '../../state/generateFlow'
import { redoStep, undoStep } from '../../state/historyFlow'
import { insertHere } from '../../state/insertFlow'
import { cancelJob, decideJob, isCancellable } from '../../state/jobs'
import { adjustJoin, nudgeSeam, resetJoin } from '../../state/joinFlow'
import { openFile, openProject } from '../../state/openFlow'
import * as playback from '../../state/playbackFlow'
import { forgetProject, goWithoutCopy, keepCopy, listProjects } from '../../state/projectFlow'
import * as selecting from '../../state/selectionFlow'
import { spanAtHand } from '../../state/spanAtHand'
import { removeTake, renameTake } from '../../state/takeFlow'
import { takeFromAudio } from '../../state/takeFromAudio'
import { takeProjectOver } from '../../state/takeOverFlow'
import type { Mood } from '../browser/fakeService'
import type { Page } from './page'
import type { World } from './world'

/** What somebody does who is careless. Gives what it was, or null when it cannot be done now. */
type Gesture = (world: World, page: Page) => string | null

const documentOf = ({ app }: Page): OpenDocument | null => app.store.document()
const fixesOf = (page: Page): readonly Fix[] => documentOf(page)?.history.present.fixes ?? []

/** A gesture on some fix, if there is one. */
function onFix(name: string, work: (page: Page, fix: Fix, world: World) => unknown): Gesture {
  return (world, page) => {
    const all = fixesOf(page)
    if (all.length === 0) return null
    const fix = world.pick(all)
    page.begin(name, () => work(page, fix, world))
    return `${name} ${all.indexOf(fix) + 1}`
  }
}

/** A gesture that needs a recording. */
function onRecording(name: string, work: (page: Page, world: World) => unknown): Gesture {
  return (world, page) => {
    if (!documentOf(page)) return null
    page.begin(name, () => work(page, world))
    return name
  }
}

/** A gesture on some take of some fix, if there is one. */
function onTake(name: string, work: (page: Page, fix: FixId, take: TakeId, world: World) => unknown): Gesture {
  return onFix(`${name} a take of`, (page, { id, takes }, world) => {
    return takes.length > 0 && work(page, id, world.pick(takes), world)
  })
}

const select: Gesture = (world, page) => {
  const document = documentOf(page)
  if (!document) return null
  const { length } = document.timeline
  const start = world.between(0, length)
  const end = world.random() < 0.1 ? start : world.between(start, Math.min(length, start + 12_000))
  const by = world.random() < 0.5 ? 'exact' : 'snapping'
  page.begin('select', () => selecting.select(page.app, start, end, by))
  return `select ${start}–${end} ${by}`
}

const generate: Gesture = (world, page) => {
  if (!documentOf(page)) return null
  const text = world.newText()
  world.browser.service.mood = world.pick<Mood>([
    ...Array.from({ length: 7 }, () => 'speaks' as const),
    'busy',
    'fails',
    'silent',
    'breaks off',
    'unreachable',
  ])
  const takesAtOnce = world.pick([1, 1, 2])
  page.run(() => {
    page.app.store.patch({ takesAtOnce })
    page.app.store.edit(() => ({ text }))
    try {
      for (const take of takesToAskFor(page.app)) page.begin('generate', take, true)
    } catch (error) {
      page.app.store.fail(error)
    }
  })
  return `generate ${takesAtOnce} of “${text}”, the service ${world.browser.service.mood}`
}

async function takeFromFile(page: Page, world: World): Promise<unknown> {
  const document = documentOf(page)
  if (!document?.selection || document.readOnly) return
  const given = { origin: 'file', name: null, text: world.newText(), span: spanAtHand(document) } as const
  return takeFromAudio(page.app, world.browser.service.speech(1000), given)
}

const cancel: Gesture = (world, page) => {
  const job = documentOf(page)?.jobs.find(({ phase }) => isCancellable(phase))
  if (!job) return null
  world.ledger.letGo(job.text)
  page.begin('cancel', () => cancelJob(page.app, job.id))
  return `cancel “${job.text}”`
}

const decide: Gesture = (world, page) => {
  const job = documentOf(page)?.jobs.find(({ phase }) => phase === 'unstored' || phase === 'unjoined')
  if (!job) return null
  const decision = world.random() < 0.6 ? 'again' : 'let go'
  if (decision === 'let go') world.ledger.letGo(job.text)
  page.begin('decide', () => decideJob(page.app, job.id, decision))
  return `${decision} with “${job.text}”`
}

const answer: Gesture = (world, page) => {
  if (page.app.store.get().question === null) return null
  const yes = world.random() < 0.5
  world.answer(page, yes)
  return yes ? 'yes' : 'no'
}

const open: Gesture = (world, page) => {
  const given = new File([world.file], world.file.name)
  page.begin('open', () => openFile(page.app, given))
  return 'open the recording'
}

const openKept: Gesture = (world, page) => {
  const known = page.app.store.get().projects ?? []
  if (known.length === 0 || documentOf(page)) return null
  const { id } = world.pick(known)
  page.begin('open a project', () => openProject(page.app, id))
  return 'open a project'
}

const forget: Gesture = (world, page) => {
  const known = page.app.store.get().projects ?? []
  if (known.length === 0 || documentOf(page)) return null
  const { id } = world.pick(known)
  page.begin('forget', () => forgetProject(page.app, id))
  return 'forget a project'
}

const crash: Gesture = (world, page) => {
  world.kill(page)
  const fresh = world.openPage()
  fresh.begin('list', () => listProjects(fresh.app))
  return `crash; ${fresh.tab.name} instead`
}

const otherTab: Gesture = (world) => {
  if (world.pages.length > 1) return null
  return `open ${world.openPage().tab.name}`
}

const diskFull: Gesture = ({ disk }) => {
  disk.full++
  return 'the disk is full for one write'
}

const soundGoesOn: Gesture = (world, page) => {
  const output = page.outputs.at(-1)
  if (!output || output.closed) return null
  page.begin('listen', () => output.pass(world.between(1, 20)))
  return 'listen on'
}

const edges: Gesture = (world, page) => {
  const document = documentOf(page)
  const fix = document?.history.present.fixes.find(({ id }) => id === document.editing)
  if (!document || !fix) return null
  const span = fixSpan(document.history.present, document.timeline, fix)
  const edge = world.pick(['start', 'end'] as const)
  const by = world.between(-800, 800)
  page.begin('move an edge', () => {
    selecting.placeEdge(page.app, edge, Math.max(0, span[edge] + by), 'exact')
    edgeMoved(page.app, edge, world.pick([0, 500]))
  })
  return `move the ${edge} by ${by}`
}

const joins: readonly Partial<JoinSettings>[] = [
  { gainDb: 3 },
  { gainDb: 'auto' },
  { fadeMs: 20 },
  { roomTone: false },
  { length: 'hold' },
  { length: 'ripple' },
]

/** Every gesture and how often it is made. */
const table: readonly (readonly [weight: number, gesture: Gesture])[] = [
  [10, select],
  [10, generate],
  [2, cancel],
  [3, decide],
  [4, answer],
  [2, open],
  [3, openKept],
  [0.3, forget],
  [0.7, crash],
  [0.7, otherTab],
  [2, diskFull],
  [2, soundGoesOn],
  [4, edges],
  [5, onRecording('cut', (page) => fixes.cutSelection(page.app))],
  [6, onRecording('undo', (page) => undoStep(page.app))],
  [5, onRecording('redo', (page) => redoStep(page.app))],
  [1.5, onRecording('close', (page) => closeRecording(page.app))],
  [2, onRecording('take over', (page) => takeProjectOver(page.app))],
  [1, onRecording('stop reading', (page) => page.app.workspace?.stopAnalysis())],
  [1, onRecording('read on', (page) => readOn(page.app))],
  [1, onRecording('keep a copy', (page) => keepCopy(page.app))],
  [1, onRecording('no copy', (page) => goWithoutCopy(page.app))],
  [1, onRecording('export', (page) => exportRecording(page.app, { format: 'source' }))],
  [1, onRecording('cancel export', (page) => cancelExport(page.app))],
  [2, onRecording('clear', (page) => selecting.clearSelection(page.app))],
  [1, onRecording('snap', (page, world) => selecting.setSnap(page.app, world.random() < 0.7))],
  [2, onRecording('phrase', (page) => selecting.expandToPhrase(page.app))],
  [2, onRecording('next fix', (page) => fixes.nextFix(page.app))],
  [1, onRecording('fix before', (page) => fixes.previousFix(page.app))],
  [1, onRecording('silence', (page) => fixes.silenceSelection(page.app))],
  [1, onRecording('insert', (page) => insertHere(page.app))],
  [1, onRecording('hear all', (page) => hearAll(page.app))],
  [1, onRecording('compare', (page) => compareBlind(page.app))],
  [1, onRecording('end comparing', (page) => endBlind(page.app))],
  [1, onRecording('a take from a file', takeFromFile)],
  [1, onTake('hear', (page, _, take) => hearTake(page.app, take))],
  [1, onTake('pick', (page, _, take) => pickBlind(page.app, take))],
  [1, onTake('name', (page, id, take, world) => renameTake(page.app, id, take, world.newText()))],
  [1, onTake('remove', (page, id, take) => removeTake(page.app, id, take))],
  [3, onTake('choose', (page, id, take) => fixes.switchTake(page.app, id, take))],
  [1, onTake('keep', (page, id, take) => fixes.keepTake(page.app, id, take))],
  [1, onFix('nudge a seam', (page, { id }) => nudgeSeam(page.app, id, 'left', 'later'))],
  [1, onFix('all automatic', (page, { id }) => resetJoin(page.app, id))],
  [2, onRecording('play', (page) => playback.togglePlay(page.app))],
  [1, onRecording('play selection', (page) => playback.playSelection(page.app))],
  [1, onRecording('loop', (page, world) => playback.setLoop(page.app, world.random() < 0.5))],
  [1, onRecording('original', (page, world) => playback.hearOriginal(page.app, world.random() < 0.5))],
  [1, onRecording('seek', (page, world) => playback.seek(page.app, world.between(0, 60_000)))],
  [3, onFix('edit', (page, { id }) => fixes.editFix(page.app, id))],
  [3, onFix('switch', (page, { id }, world) => fixes.enableFix(page.app, id, world.random() < 0.5))],
  [
    2,
    onFix('drop', async (page, { id }, world) => {
      const went = await fixes.dropFix(page.app, id)
      if (went && !fixesOf(page).some((fix) => fix.id === id)) world.dropped.add(id)
    }),
  ],
  [
    3,
    onFix('adjust', (page, { id }, world) => {
      const change = world.pick(joins)
      return adjustJoin(page.app, id, {
        label: 'Join',
        change: () => change,
        seam: world.random() < 0.3 ? null : world.pick(['left', 'right'] as const),
      })
    }),
  ],
]

const total = table.reduce((sum, [weight]) => sum + weight, 0)

/** Gestures after which a fix that was dropped may be there again. */
const bringsBack = /undo|redo|again|generate|open|take over|crash/

/** Does something on some page, and says what. */
export function someGesture(world: World): string {
  for (;;) {
    const page = world.pick(world.pages)
    if (!documentOf(page) && world.random() < 0.3) return `${page.tab.name}: ${open(world, page)}`
    let at = world.random() * total
    const [, gesture] = table.find(([weight]) => (at -= weight) < 0) ?? table[0] ?? [0, open]
    const done = gesture(world, page)
    if (done !== null && bringsBack.test(done)) world.dropped.clear()
    if (done !== null) return `${page.tab.name}: ${done}`
  }
}
