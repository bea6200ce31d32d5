import { must } from '../base/assert'
import type { FixId } from '../base/ids'
import { clamp, secondsToFrames } from '../base/units'
import { defaultJoin, type JoinSettings, joinSettingNames } from '../edit/joinSettings'
import { changeJoin, findFix } from '../edit/project'
import type { Seam } from '../infill/report'
import type { App } from './app'
import { edgeMoved } from './edgeFlow'
import { changeFix, fixAtHand, playFix } from './fixFlow'
import { playSeam, seamHeard } from './playbackFlow'
import { nudgeSelection, placeEdge, tellWhileSelected } from './selectionFlow'

/** A change of how a fix is joined. */
export interface Adjustment {
  /** What it is called in the history, in the user's words: “Left seam moved”. */
  readonly label: string
  /** What it makes of the settings, as they are by the time it is made. */
  readonly change: (join: JoinSettings) => Partial<JoinSettings>
  /** The seam it is about, or null for the whole fix: that is played afterwards. */
  readonly seam: Seam | null
}

const nudgeMs = 5
const farthestNudgeMs = 50
const edgeSeconds = 0.01
const edgeSettleMs = 500

/**
 * Changes how a fix is joined and plays what it is about. Changes of one label that follow each other within a moment are one
 * step. A seam that is heard round and round goes on.
 */
export async function adjustJoin(app: App, id: FixId, { label, change, seam }: Adjustment): Promise<void> {
  const adjusted = await changeFix(app, { label, key: `${id} ${label}` }, id, (project) =>
    changeJoin(project, id, change(must(findFix(project, id), 'the fix that is adjusted').join)),
  )
  if (!adjusted || seamHeard(app)?.fix === id) return
  if (seam === null) playFix(app, id)
  else playSeam(app, id, seam, 'once')
}

/** Moves a seam by 5 ms, earlier or later: where the original and the take hand over to each other. */
export function nudgeSeam(app: App, id: FixId, seam: Seam, direction: 'earlier' | 'later'): Promise<void> {
  const setting = seam === 'left' ? 'leftNudgeMs' : 'rightNudgeMs'
  const by = direction === 'earlier' ? -nudgeMs : nudgeMs
  return adjustJoin(app, id, {
    label: `${seam === 'left' ? 'Left' : 'Right'} seam moved`,
    change: (join) => ({ [setting]: clamp(join[setting] + by, -farthestNudgeMs, farthestNudgeMs) }),
    seam,
  })
}

/** Sets every join setting of a fix to automatic. */
export function resetJoin(app: App, id: FixId): Promise<void> {
  return adjustJoin(app, id, { label: 'Join all automatic', change: () => defaultJoin, seam: null })
}

/** Whether every setting is automatic. */
export function isAutomatic(join: JoinSettings): boolean {
  return joinSettingNames.every((name) => join[name] === defaultJoin[name])
}

/** Moves an edge of the fix at hand by 10 ms, or to a pause within reach; the fix is joined again there. */
export function moveEdge(app: App, seam: Seam, where: 'earlier' | 'later' | 'pause'): void {
  const document = app.store.document()
  const range = document?.selection?.snapped.range
  if (!document || !range) return
  const edge = seam === 'left' ? 'start' : 'end'
  const step = secondsToFrames(edgeSeconds, document.recording.format.rate)
  if (where !== 'pause') {
    nudgeSelection(app, edge, where === 'earlier' ? 0 - step : step)
    return edgeMoved(app, edge, edgeSettleMs)
  }
  placeEdge(app, edge, range[edge])
  const moved = app.store.document()?.selection?.snapped[edge]
  if (moved?.reason === 'no-pause-in-reach') tellWhileSelected(app, 'There is no pause within 250 ms of that edge.')
  else edgeMoved(app, edge, 0)
}

/** Shows how the fix at hand sits in the recording, or what it says when that is shown already. */
export function lookAtJoin(app: App): void {
  if (fixAtHand(app) === null)
    app.store.tell('No fix is at hand. Choose one in the list of fixes first.', () => fixAtHand(app) === null)
  else if (app.store.get().speaking)
    app.store.tell(
      'The microphone is open. Close it first, then look at the join.',
      ({ speaking }) => speaking !== null,
    )
  else app.store.patch({ panel: app.store.get().panel === 'join' ? 'say' : 'join' })
}
