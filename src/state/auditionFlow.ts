import { isAbort } from '../base/errors'
import type { TakeId } from '../base/ids'
import { secondsToFrames } from '../base/units'
import { type Fix, takeName } from '../edit/fix'
import { fixSpan } from '../edit/positions'
import { chooseTake, findFix, type Project, setEnabled, soundsSame } from '../edit/project'
import { samePlace } from '../edit/samePlace'
import { timelineOf } from '../edit/timeline'
import type { JoinReport } from '../infill/report'
import type { App } from './app'
import { letterOf, openTest } from './blindFlow'
import type { OpenDocument } from './document'
import { fixAtHand } from './fixFlow'
import { renderFix } from './historyFlow'
import { whileOpen } from './lasting'
import { Medley, type MedleyPart } from './medley'
import { aroundPlace, endMedley, hearOriginal, mustBeQuiet, playMedley } from './playbackFlow'
import { playbackSource } from './views'
import type { Workspace } from './workspace'

/** Silence between one take and the next, in seconds. */
const gapSeconds = 0.4

/** Hears all takes of the fix at hand in place, one after another, each said as it comes; round and round with loop on. Again, it ends. */
export async function hearAll(app: App): Promise<void> {
  const document = app.store.document()
  if (document?.audition) return endMedley(app)
  const fix = fixAtHand(app)
  if (!document || !fix || fix.takes.length === 0) {
    app.store.tell('There are no takes to hear. Select a fix first, or generate one.')
    return
  }
  const takes = openTest(document)?.order ?? fix.takes
  await hear(
    app,
    fix,
    takes.filter((take) => document.takes.has(take)),
  )
}

/** Hears one take of the fix at hand in place, without choosing it. */
export async function hearTake(app: App, take: TakeId): Promise<void> {
  const fix = fixAtHand(app)
  if (fix?.takes.includes(take)) await hear(app, fix, [take])
}

/** How a take of a fix would sit in the recording, as far as it has been joined since the recording was opened. */
export function takeReport({ workspace }: App, fix: Fix, take: TakeId): JoinReport | null {
  return workspace?.inserts.of({ ...fix, chosen: take })?.report ?? null
}

async function hear(app: App, fix: Fix, takes: readonly TakeId[]): Promise<void> {
  const { workspace, store } = app
  if (!workspace || takes.length === 0 || mustBeQuiet(app)) return
  endMedley(app)
  hearOriginal(app, false)
  const audition = { fix: fix.id, takes, sounding: null }
  store.edit(() => ({ audition }))
  try {
    const parts: MedleyPart[] = []
    for (const take of takes) {
      const part = await partOf(app, workspace, fix, take)
      // Meanwhile it was ended, or the fix has changed.
      if (store.document()?.audition !== audition) return
      if (!part) return store.edit(() => ({ audition: null }))
      parts.push(part)
    }
    playMedley(app, new Medley(parts, secondsToFrames(gapSeconds, workspace.layout.format.rate)), (index) =>
      announce(app, takes[index]),
    )
  } catch (error) {
    if (store.document()?.audition === audition) store.edit(() => ({ audition: null }))
    if (!isAbort(error)) store.fail(error)
  }
}

/** What is heard around a fix with one of its takes. */
async function partOf(app: App, workspace: Workspace, fix: Fix, take: TakeId): Promise<MedleyPart | null> {
  const present = app.store.document()?.history.present
  if (!present || !findFix(present, fix.id)?.takes.includes(take)) return null
  const project: Project = setEnabled(chooseTake(present, fix.id, take), fix.id, true)
  const candidate = findFix(project, fix.id)
  if (!candidate) return null
  await renderFix(app, workspace, { fix: candidate, project }, workspace.ending)
  const document = app.store.document()
  if (!document || !soundsSame(document.history.present, present)) return null
  const timeline = timelineOf(project, workspace.inserts.lengths(project))
  return {
    source: playbackSource(workspace, project, timeline),
    range: aroundPlace(fixSpan(project, timeline, candidate), timeline.length, workspace.layout.format.rate),
    shown: samePlace(timeline, document.timeline),
  }
}

/** Says which take sounds, by its letter while they are compared blind. */
function announce(app: App, take: TakeId | undefined): void {
  const document = app.store.document()
  const { audition } = document ?? { audition: null }
  if (!document || !audition || take === undefined) return
  const test = openTest(document)
  app.store.edit(() => ({
    audition: { ...audition, sounding: take },
    ...(test && { blind: { ...test, heard: take } }),
  }))
  app.store.tell(
    `Hearing ${spokenName(document, take)}.`,
    whileOpen(document, ({ audition }) => audition?.sounding === take),
  )
}

function spokenName(document: OpenDocument, take: TakeId): string {
  const test = openTest(document)
  if (test) return letterOf(test, take)
  const fix = document.history.present.fixes.find(({ takes }) => takes.includes(take))
  return fix ? takeName(fix, take).replace(/^Take/, 'take') : 'a take'
}
