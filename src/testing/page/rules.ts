import { isDeepStrictEqual } from 'node:util'
import { assert } from '../../base/assert'
import { reachableTakes } from '../../edit/history'
import { checkProject } from '../../edit/project'
import type { OpenDocument } from '../../state/document'
import { openProjects } from '../../storage/projects'
import { openTakeStore } from '../../storage/takes'
import type { Page } from './page'
import type { World } from './world'

/** Asserts what holds of a page at every moment. */
export function checkMoment(page: Page): void {
  assert(page.failures.length === 0, page.failures.join('; '))
  const { fault } = page.app.store.get()
  assert(!fault?.text.startsWith('Something went wrong inside'), fault?.text ?? '')
  const document = page.app.store.document()
  if (document) checkDocument(document)
}

function checkDocument({ history, timeline, inserts, selection, editing, recording, takes }: OpenDocument): void {
  const { present } = history
  checkProject(present)
  let length: number = recording.frames
  for (const { id, enabled, replaced } of present.fixes) {
    const insert = inserts.get(id)
    if (enabled && insert) length += insert.frames - (replaced.end - replaced.start)
  }
  assert(timeline.length === length, `T6: ${timeline.length} frames are shown, not ${length}`)
  if (selection) {
    const { start, end } = selection.snapped.range
    assert(start <= end && end <= length, `the selection ${start}–${end} lies outside of ${length} frames`)
  }
  assert(editing === null || present.fixes.some(({ id }) => id === editing), 'the fix at hand is not there')
  for (const take of present.fixes.flatMap((fix) => fix.takes)) assert(takes.has(take), `take ${take} is not known`)
}

/** Asserts what holds of all pages when nothing is under way. */
export async function checkSettled(world: World): Promise<void> {
  const lost = world.ledger.lost()
  assert(lost.length === 0, `paid takes are lost: ${lost.join(', ')}`)
  for (const page of world.pages) {
    checkMoment(page)
    checkJobs(page)
    checkLeft(page)
    assert(!world.alone || page.app.store.document()?.readOnly !== true, 'a tab stands in its own way')
    const document = page.app.store.document()
    assert(document?.keeping.kind !== 'copying', 'the recording is said to be copied, and is not')
    const back = document?.readOnly === false && document.history.present.fixes.find(({ id }) => world.dropped.has(id))
    assert(!back, `a fix was taken away and is there again`)
    await checkKept(world, page)
  }
  const owners = world.pages.map(({ app }) => app.workspace).filter((workspace) => workspace?.claimed?.kind === 'mine')
  const owned = new Set(owners.map((workspace) => workspace?.stored.id))
  assert(owned.size === owners.length, 'two tabs own one project')
}

/** What waits for the user when nothing else is under way: one gesture for each take that was not stored or joined. */
function checkJobs({ app, underWay }: Page): void {
  const jobs = app.store.document()?.jobs ?? []
  const kept = [...(app.workspace?.jobs.keys() ?? [])]
  assert(jobs.map(({ id }) => id).join() === kept.join(), `jobs ${jobs.length} are shown, ${kept.length} are kept`)
  for (const { phase, text } of jobs) {
    assert(phase === 'unstored' || phase === 'unjoined', `“${text}” stays at ${phase}`)
  }
  assert(underWay.size === jobs.length, `${[...underWay].join(', ')} do not end; ${jobs.length} jobs wait`)
}

/** A recording that is closed has nothing left. */
function checkLeft({ app, workspaces, outputs, browser, tab }: Page): void {
  assert((app.store.document() === null) === (app.workspace === null), 'what is shown is not what is open')
  for (const workspace of workspaces) {
    if (workspace === app.workspace) continue
    assert(workspace.scope.disposed, 'a recording that was left is not freed')
    assert(workspace.jobs.size === 0, 'a job outlives its recording')
  }
  if (app.store.get().session.kind !== 'empty') return
  const held = browser.heldBy(tab)
  assert(held.length === 0, `an empty page holds ${held.join(', ')}`)
  assert(
    outputs.every(({ closed }) => closed),
    'the sound of a closed recording is open',
  )
  const { listening } = browser.window(tab)
  assert(listening <= 1, `an empty page has ${listening} listeners`)
}

/** T10: what the page shows is what would be there after a crash. */
async function checkKept({ disk, browser }: World, { app, tab }: Page): Promise<void> {
  const document = app.store.document()
  const { workspace } = app
  if (!document || !workspace) return
  if (document.readOnly || browser.locks.robbed.has(tab)) return
  const takes = openTakeStore(disk.files)
  for (const take of reachableTakes(document.history)) {
    assert((await takes.meta(take)) !== null, `T10: take ${take} is in the history and not stored`)
  }
  for (const { id } of document.history.present.fixes) {
    assert(document.inserts.has(id), `fix ${id} is not rendered`)
  }
  if (!workspace.inStorage) {
    assert(document.history.past.length === 0, 'T10: a step is shown and no project is stored')
    return
  }
  const stored = await openProjects(disk.records).load(workspace.stored.id)
  assert(isDeepStrictEqual(stored.history, document.history), 'T10: what is shown is not what is stored')
}
