import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { recordingRange } from '../base/units'
import { commit, type History, redo, undo } from '../edit/history'
import { removeFix } from '../edit/project'
import { addFix, emptyHistory, project0, randomHistory } from '../testing/storedProjects'
import { Field, ShapeError } from './field'
import { historyFromData, historyToData } from './historyData'

const reread = (history: History): History =>
  historyFromData(
    new Field(JSON.parse(JSON.stringify(historyToData(history))), 'history'),
    history.present.recording,
    history.present.frames,
  )

/** How many states and fixes there are that are not the same object. */
function distinct({ past, present, future }: History): readonly [number, number] {
  const states = new Set([...past.map((step) => step.project), present, ...future.map((step) => step.project)])
  return [states.size, new Set([...states].flatMap((project) => project.fixes)).size]
}

describe('historyData', () => {
  it.each([1, 2, 3, 4, 5, 6])('gives back any history, seed %i', (seed) => {
    const history = randomHistory(mulberry32(seed), 60)
    expect(reread(history)).toEqual(history)
  })

  it('keeps what is shared shared, so that T5 holds after a reload', () => {
    const original = randomHistory(mulberry32(7), 40)
    const history = reread(original)
    expect(redo(undo(history)).present).toBe(history.present)
    expect(distinct(history)).toEqual(distinct(original))
  })

  it('stores a fix once however many states hold it', () => {
    let history = commit(emptyHistory(), 'add', addFix(project0, recordingRange(10, 20), 'kept'))
    const kept = history.present.fixes[0]
    for (let i = 0; i < 100; i++) {
      const added = addFix(history.present, recordingRange(1000, 1010), `${i}`)
      const id = added.fixes.find((fix) => fix !== kept)?.id
      history = commit(history, 'add', added)
      if (id !== undefined) history = commit(history, 'remove', removeFix(history.present, id))
    }
    const data = historyToData(history)
    expect(data.past).toHaveLength(201)
    expect(data.fixes).toHaveLength(101)
    expect(data.states.every(({ drop, add }) => drop + add.length <= 1)).toBe(true)
  })

  it('reads each setting of a join under the name it is kept by', () => {
    const join = {
      gainDb: -3.5,
      level: 'around',
      fadeMs: 20,
      leftNudgeMs: 1.5,
      rightNudgeMs: -5,
      trim: false,
      leadMs: null,
      tailMs: 80,
      spread: false,
      toneMatch: true,
      roomTone: false,
      length: 'hold',
    }
    const data = historyToData(commit(emptyHistory(), 'add', addFix(project0, recordingRange(10, 20), 'x')))
    const kept = { ...data, fixes: [{ ...data.fixes[0], join }] }
    const history = historyFromData(new Field(kept, 'history'), project0.recording, project0.frames)
    expect(history.present.fixes[0]?.join).toEqual({ ...join, leadMs: 'auto' })
  })

  const good = historyToData(randomHistory(mulberry32(8), 10))
  const read = (change: object) => () =>
    historyFromData(new Field({ ...good, ...change }, 'history'), project0.recording, project0.frames)

  it('refuses states and fixes that are not there', () => {
    expect(read({ present: good.states.length })).toThrow(ShapeError)
    expect(read({ states: [{ keep: 1, drop: 0, add: [] }] })).toThrow(ShapeError)
    expect(read({ present: -1 })).toThrow(ShapeError)
    expect(read({ states: [{ keep: 0, drop: 0, add: [good.fixes.length] }] })).toThrow(ShapeError)
    expect(read({ past: [{ label: 'x', state: 0.5 }] })).toThrow(ShapeError)
    expect(read({ past: null })).toThrow(ShapeError)
  })

  it('refuses a state that breaks the rules of a project (T3)', () => {
    const [fix] = good.fixes
    const overlapping = { ...fix, id: 'another' }
    const outside = { ...fix, end: project0.frames + 1 }
    expect(
      read({
        fixes: [fix, overlapping],
        states: [{ keep: 0, drop: 0, add: [0, 1] }],
        past: [],
        present: 0,
        future: [],
      }),
    ).toThrow(ShapeError)
    expect(
      read({ fixes: [outside], states: [{ keep: 0, drop: 0, add: [0] }], past: [], present: 0, future: [] }),
    ).toThrow(ShapeError)
    expect(
      read({
        fixes: [{ ...fix, chosen: 'not-its-own' }],
        states: [{ keep: 0, drop: 0, add: [0] }],
        past: [],
        present: 0,
        future: [],
      }),
    ).toThrow(ShapeError)
    expect(
      read({
        fixes: [{ ...fix, start: 9, end: 8 }],
        states: [{ keep: 0, drop: 0, add: [0] }],
        past: [],
        present: 0,
        future: [],
      }),
    ).toThrow(ShapeError)
  })
})
