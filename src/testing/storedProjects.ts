import { type FixId, fixId, projectId, recordingId, takeId } from '../base/ids'
import { frames, type RecordingRange, recordingRange, sampleRate } from '../base/units'
import { newFix } from '../edit/fix'
import { commit, type History, newHistory, redo, undo } from '../edit/history'
import type { JoinSettings } from '../edit/joinSettings'
import {
  addTake,
  applyFix,
  changeJoin,
  findFix,
  nameTake,
  newProject,
  type Project,
  removeFix,
  setEnabled,
} from '../edit/project'
import type { StoredProject } from '../storage/projects'

/** For tests: a project without fixes over a recording of 1 000 000 frames. */
export const project0: Project = newProject(recordingId('recording-1'), frames(1_000_000))

/** For tests: a history over `project0` without steps. */
export const emptyHistory = (): History => newHistory(project0)

let nextFix = 0

/** For tests: `project` with one more fix. Asserts that it overlaps none. */
export function addFix(project: Project, replaced: RecordingRange, text: string): Project {
  return applyFix(project, newFix(fixId(`fix-${nextFix++}`), replaced, text))
}

/** For tests: some `steps` of random gestures, undo and redo among them. */
export function randomHistory(random: () => number, steps: number): History {
  let history = emptyHistory()
  for (let i = 0; i < steps; i++) {
    const { fixes } = history.present
    const fix = fixes[Math.floor(random() * fixes.length)]
    const gesture = random()
    if (gesture < 0.15) history = undo(history)
    else if (gesture < 0.25) history = redo(history)
    else history = commit(history, `step ${i}`, edited(history.present, fix?.id, gesture, i))
  }
  return history
}

function edited(project: Project, id: ReturnType<typeof fixId> | undefined, gesture: number, step: number): Project {
  if (id === undefined || gesture < 0.5) {
    const start = 5000 * step
    return addFix(project, recordingRange(start, start + 1000), `line “${step}”`)
  }
  if (gesture < 0.65) return addTake(project, id, takeId(`take-${step}0000`))
  if (gesture < 0.7) return withNameOfLast(project, id, step)
  if (gesture < 0.8) return setEnabled(project, id, gesture < 0.75)
  if (gesture < 0.9) return changeJoin(project, id, randomSettings(gesture, step))
  return removeFix(project, id)
}

function withNameOfLast(project: Project, id: FixId, step: number): Project {
  const take = findFix(project, id)?.takes.at(-1)
  return take === undefined ? project : nameTake(project, id, take, `take “${step}”`)
}

function randomSettings(gesture: number, step: number): Partial<JoinSettings> {
  const odd = gesture < 0.85
  return {
    gainDb: step / 10,
    fadeMs: 'auto',
    roomTone: odd,
    ...(step % 3 === 0 && { level: 'around', leftNudgeMs: step / 2, rightNudgeMs: -5, trim: odd }),
    ...(step % 3 === 1 && { length: 'hold', spread: odd, toneMatch: !odd }),
  }
}

/** For tests: a project as it is stored, with `history`. */
export function storedProject(id: string, history: History = emptyHistory()): StoredProject {
  return {
    id: projectId(id),
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    recording: {
      id: project0.recording,
      name: 'episode “12” <b>.wav',
      lastModified: 1_600_000_000_000,
      identity: { size: 6_000_044, sampledHash: 'ab'.repeat(32) },
      frames: project0.frames,
      rate: sampleRate(48_000),
      channels: 2,
      encoding: 's24',
    },
    history,
    place: { kind: 'absent' },
  }
}
