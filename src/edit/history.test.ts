import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { fixId, takeId } from '../base/ids'
import { recordingRange } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { emptyState, randomEdit } from '../testing/timelineModel'
import { newFix } from './fix'
import {
  addCandidate,
  amend,
  commit,
  everHeld,
  newHistory,
  reachableTakes,
  redo,
  redoLabel,
  undo,
  undoLabel,
} from './history'
import { addTake, applyFix, changeJoin, checkProject, nameTake, removeFix, setEnabled, soundsSame } from './project'

describe('history, against a list of states', () => {
  it('goes back and forth over the very same objects (T5)', () => {
    overSeeds(80, (random) => {
      let state = emptyState(40)
      let history = newHistory(state.project)
      let states = [state.project]
      let labels: string[] = []
      let now = 0
      for (let step = 1; step <= 40; step++) {
        const choice = random()
        if (choice < 0.3) {
          history = undo(history)
          now = Math.max(0, now - 1)
        } else if (choice < 0.5) {
          history = redo(history)
          now = Math.min(states.length - 1, now + 1)
        } else {
          state = randomEdit({ ...state, project: history.present }, random, String(step))
          history = commit(history, `step ${step}`, state.project)
          states = [...states.slice(0, now + 1), state.project]
          labels = [...labels.slice(0, now), `step ${step}`]
          now++
        }
        checkProject(history.present)
        expect(history.present).toBe(states[now])
        expect(undoLabel(history)).toBe(labels[now - 1] ?? null)
        expect(redoLabel(history)).toBe(labels[now] ?? null)
      }
    })
  })
})

describe('history', () => {
  const { project } = emptyState(100)
  const fix = newFix(fixId('a'), recordingRange(10, 20), 'a')
  const fixed = applyFix(project, fix)

  it('makes no step of a project that says the same by the same fixes', () => {
    const history = commit(newHistory(project), 'Add', fixed)
    expect(commit(history, 'Nothing', fixed)).toBe(history)
    expect(commit(history, 'Nothing', applyFix(removeFix(fixed, fix.id), fix))).toBe(history)
    expect(undo(newHistory(project))).toEqual(newHistory(project))
    const start = newHistory(project)
    expect(undo(start)).toBe(start)
    expect(redo(start)).toBe(start)
  })

  it('goes on with a gesture in one step, and leaves none where it comes back to where it began (T5)', () => {
    const begun = commit(commit(newHistory(project), 'Add', fixed), 'Level', changeJoin(fixed, fix.id, { gainDb: 1 }))
    const further = amend(begun, changeJoin(begun.present, fix.id, { gainDb: 2 }))
    expect(further.present.fixes[0]?.join.gainDb).toBe(2)
    expect(undoLabel(further)).toBe('Level')
    expect(undo(further).present).toBe(fixed)
    expect(redo(undo(further)).present).toBe(further.present)
    expect(amend(further, further.present)).toBe(further)
    const back = amend(further, changeJoin(further.present, fix.id, { gainDb: 'auto' }))
    expect(back.present).toBe(fixed)
    expect(undoLabel(back)).toBe('Add')
    expect(() => amend(newHistory(project), fixed)).toThrow('gesture')
    const take = takeId('one')
    const taken = addTake(fixed, fix.id, take)
    const softer = commit(newHistory(taken), 'Level', changeJoin(taken, fix.id, { gainDb: 1 }))
    const named = nameTake(taken, fix.id, take, 'softer')
    expect(amend(softer, named).present).toBe(named)
  })

  it('forgets what could be redone once something else is done', () => {
    const back = undo(commit(newHistory(project), 'Add', fixed))
    expect(redoLabel(back)).toBe('Add')
    expect(redoLabel(commit(back, 'Other', applyFix(project, { ...fix, text: 'b' })))).toBeNull()
  })

  it('reaches the takes of every state, back and forward', () => {
    const first = addTake(fixed, fix.id, takeId('one'))
    const second = addTake(first, fix.id, takeId('two'))
    let history = [first, second, removeFix(second, fix.id)].reduce(
      (all, next) => commit(all, 'x', next),
      newHistory(project),
    )
    expect([...reachableTakes(history)].toSorted()).toEqual(['one', 'two'])
    history = undo(undo(undo(history)))
    expect(history.present).toBe(project)
    expect([...reachableTakes(history)].toSorted()).toEqual(['one', 'two'])
    expect([...reachableTakes(commit(history, 'y', fixed))]).toEqual([])
  })

  it('shares what a step did not change', () => {
    const other = newFix(fixId('b'), recordingRange(50, 60), 'b')
    const both = applyFix(fixed, other)
    const history = commit(commit(newHistory(fixed), 'b', both), 'off', setEnabled(both, fix.id, false))
    const before = must(history.past.at(-1), 'a step').project
    expect(history.present.fixes[1]).toBe(before.fixes[1])
  })
})

describe('a take that joins a fix without a step', () => {
  it('is in every state that has the fix, and changes nothing that is heard, no step and no other object', () => {
    overSeeds(80, (random) => {
      let state = emptyState(40)
      let history = newHistory(state.project)
      for (let step = 1; step <= 25; step++) {
        const choice = random()
        if (choice < 0.25) history = undo(history)
        else if (choice < 0.4) history = redo(history)
        else {
          state = randomEdit({ ...state, project: history.present }, random, String(step))
          history = commit(history, `step ${step}`, state.project)
        }
      }
      const id = fixId(String(1 + Math.floor(random() * 25)))
      const take = takeId('candidate')
      const joined = addCandidate(history, id, take)
      const states = (of: typeof history) => [...of.past.map(({ project }) => project), of.present]
      const [before, after] = [states(history), states(joined)]
      expect(joined === history).toBe(!everHeld(history, id))
      expect(reachableTakes(joined).has(take)).toBe(everHeld(history, id))
      expect([undoLabel(joined), redoLabel(joined)]).toEqual([undoLabel(history), redoLabel(history)])
      expect(after.map((project) => project.fixes.some(({ takes }) => takes.includes(take)))).toEqual(
        before.map((project) => project.fixes.some((fix) => fix.id === id)),
      )
      after.forEach((project, index) => {
        const was = must(before[index], 'a state')
        checkProject(project)
        if (!soundsSame(project, was)) throw new Error('another sound')
        for (const [at, fix] of project.fixes.entries()) {
          if (fix.id !== id && fix !== was.fixes[at]) throw new Error('another fix changed')
        }
      })
      expect(redo(undo(joined)).present).toBe(joined.past.length > 0 ? joined.present : redo(joined).present)
      expect(addCandidate(joined, id, take)).toBe(joined)
    })
  })

  it('shares a fix between the states that shared it', () => {
    const { project } = emptyState(100)
    const fixed = applyFix(project, newFix(fixId('a'), recordingRange(10, 20), 'a'))
    const both = applyFix(fixed, newFix(fixId('b'), recordingRange(50, 60), 'b'))
    const history = addCandidate(commit(newHistory(fixed), 'b', both), fixId('a'), takeId('one'))
    expect(history.present.fixes[0]).toBe(history.past[0]?.project.fixes[0])
    expect(history.present.fixes[1]).toBe(both.fixes[1])
    expect(history.present.fixes[0]).toMatchObject({ takes: ['one'], chosen: null })
  })
})
