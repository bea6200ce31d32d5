import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { fixId, recordingId, takeId } from '../base/ids'
import { frames, recordingRange } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { between } from '../testing/timelineModel'
import { type Fix, newFix, overlaps, takeName } from './fix'
import { defaultJoin, type JoinSettings, joinSettingNames } from './joinSettings'
import {
  addTake,
  applyFix,
  changeJoin,
  checkProject,
  chooseTake,
  dropTake,
  findFix,
  longestName,
  nameTake,
  newProject,
  removeFix,
  setEnabled,
  setText,
  soundsSame,
} from './project'

const empty = newProject(recordingId('recording'), frames(100))
const fixAt = (id: string, start: number, end: number): Fix => newFix(fixId(id), recordingRange(start, end), id)
const a = fixAt('a', 10, 20)
const b = fixAt('b', 20, 20)
const c = fixAt('c', 20, 30)
const project = [c, a, b].reduce((before, fix) => applyFix(before, fix), empty)

describe('overlaps', () => {
  it('is what keeps two spans from standing in one order, and only that', () => {
    overSeeds(2000, (random) => {
      const [first, second] = [0, 1].map(() => {
        const start = between(random, 0, 6)
        return recordingRange(start, between(random, start, Math.min(6, start + 3)))
      })
      if (!first || !second) return
      const samePoint = first.start === first.end && second.start === second.end && first.start === second.start
      const ordered = first.end <= second.start || second.end <= first.start
      expect(overlaps(first, second)).toBe(samePoint || !ordered)
    })
  })
})

describe('applyFix', () => {
  it('keeps fixes in order, an insertion between the two it touches (T3)', () => {
    checkProject(project)
    expect(project.fixes.map((fix) => fix.id)).toEqual(['a', 'b', 'c'])
  })

  it('gives back untouched fixes by reference, and the same project when nothing changes', () => {
    const more = applyFix(project, fixAt('d', 50, 60))
    expect(more.fixes.slice(0, 3)).toEqual([a, b, c])
    expect(more.fixes.every((fix, index) => index === 3 || fix === project.fixes[index])).toBe(true)
    expect(applyFix(project, a)).toBe(project)
  })

  it('replaces by id and absorbs what it is told to', () => {
    const wider = applyFix(project, { ...a, replaced: recordingRange(5, 30) }, [b.id, c.id])
    checkProject(wider)
    expect(wider.fixes.map((fix) => fix.id)).toEqual(['a'])
    expect(project.fixes).toHaveLength(3)
  })

  it('refuses an overlap, a second insertion at a point, and what is not in the recording', () => {
    expect(() => applyFix(project, fixAt('d', 15, 16))).toThrow('overlaps fix a')
    expect(() => applyFix(project, fixAt('d', 20, 20))).toThrow('overlaps fix b')
    expect(() => applyFix(project, fixAt('d', 90, 101))).toThrow('is not in 0..100')
  })
})

describe('changes to one fix', () => {
  const one = takeId('one')
  const two = takeId('two')
  const taken = addTake(addTake(project, a.id, one), a.id, two)

  it('add a take and choose it, with what it says', () => {
    expect(findFix(taken, a.id)).toMatchObject({ takes: [one, two], chosen: two, text: 'a' })
    expect(findFix(addTake(taken, a.id, one, 'again'), a.id)).toMatchObject({
      takes: [one, two],
      chosen: one,
      text: 'again',
    })
    expect(addTake(taken, a.id, two)).toBe(taken)
  })

  it('choose a take or none, and no other', () => {
    expect(findFix(chooseTake(taken, a.id, one), a.id)?.chosen).toBe(one)
    expect(findFix(chooseTake(taken, a.id, null), a.id)).toMatchObject({ chosen: null, takes: [one, two] })
    expect(() => chooseTake(project, a.id, one)).toThrow('has no take one')
  })

  it('name a take, and take the name away with an empty one', () => {
    const named = nameTake(taken, a.id, one, '  softer ')
    checkProject(named)
    const fix = must(findFix(named, a.id), 'a fix')
    expect([takeName(fix, one), takeName(fix, two)]).toEqual(['softer', 'Take 2'])
    expect(nameTake(named, a.id, one, 'softer')).toBe(named)
    expect(must(findFix(nameTake(named, a.id, one, ' '), a.id), 'a fix').names.size).toBe(0)
    expect(nameTake(taken, a.id, one, '')).toBe(taken)
    const long = must(findFix(nameTake(taken, a.id, one, 'x'.repeat(200)), a.id), 'a fix')
    expect(takeName(long, one)).toHaveLength(longestName)
    expect(() => nameTake(project, a.id, one, 'x')).toThrow('has no take one')
  })

  it('drop a take, with its name, and choose its neighbour where it was chosen', () => {
    const three = addTake(nameTake(taken, a.id, two, 'second'), a.id, takeId('three'))
    const without = dropTake(chooseTake(three, a.id, two), a.id, two)
    checkProject(without)
    expect(findFix(without, a.id)).toMatchObject({ takes: ['one', 'three'], chosen: one })
    expect(findFix(without, a.id)?.names.size).toBe(0)
    expect(findFix(dropTake(chooseTake(three, a.id, one), a.id, one), a.id)?.chosen).toBe(two)
    expect(findFix(dropTake(three, a.id, one), a.id)?.chosen).toBe('three')
    expect(() => dropTake(addTake(project, a.id, one), a.id, one)).toThrow('cannot lose take one')
  })

  it('sound the same when only names, texts and takes that are not chosen differ', () => {
    const silent = [nameTake(taken, a.id, one, 'x'), setText(taken, a.id, 'new'), dropTake(taken, a.id, one)]
    for (const other of silent) expect(soundsSame(taken, other)).toBe(true)
    const heard = [
      chooseTake(taken, a.id, one),
      setEnabled(taken, a.id, false),
      changeJoin(taken, a.id, { length: 'hold' }),
      removeFix(taken, a.id),
      applyFix(taken, { ...must(findFix(taken, a.id), 'a fix'), replaced: recordingRange(11, 20) }),
    ]
    for (const other of heard) expect(soundsSame(taken, other)).toBe(false)
    const off = setEnabled(taken, a.id, false)
    expect(soundsSame(off, chooseTake(off, a.id, one))).toBe(true)
  })

  it('leave the other fixes and an unchanged project as they are', () => {
    const changed = [
      setEnabled(project, a.id, false),
      setText(project, a.id, 'new'),
      changeJoin(project, a.id, { gainDb: -3 }),
      removeFix(project, a.id),
    ]
    for (const next of changed) {
      checkProject(next)
      expect(next.fixes.slice(-2).every((fix, index) => fix === [b, c][index])).toBe(true)
    }
    const other: JoinSettings = {
      gainDb: -3,
      level: 'around',
      fadeMs: 20,
      leftNudgeMs: 5,
      rightNudgeMs: -5,
      trim: false,
      leadMs: 100,
      tailMs: 100,
      spread: false,
      toneMatch: true,
      roomTone: false,
      length: 'hold',
    }
    expect(joinSettingNames.toSorted()).toEqual(Object.keys(defaultJoin).toSorted())
    for (const name of joinSettingNames) {
      expect([name, changeJoin(project, a.id, { [name]: other[name] }) === project]).toEqual([name, false])
    }
    expect(setEnabled(project, a.id, true)).toBe(project)
    expect(setText(project, a.id, 'a')).toBe(project)
    expect(changeJoin(project, a.id, { fadeMs: 'auto' })).toBe(project)
    expect(chooseTake(project, a.id, null)).toBe(project)
  })

  it('refuse join settings out of range and fixes that are not there', () => {
    expect(() => changeJoin(project, a.id, { gainDb: 30 })).toThrow('gain of 30 dB')
    expect(() => changeJoin(project, a.id, { fadeMs: 1 })).toThrow('fade of 1 ms')
    expect(() => setText(project, fixId('x'), '')).toThrow('no fix x')
    expect(() => removeFix(project, fixId('x'))).toThrow('no fix x')
  })
})

const broken = (fixes: readonly Fix[]) => () => checkProject({ ...empty, fixes })

describe('checkProject', () => {
  it('refuses what the edits never make', () => {
    expect(broken([c, a])).toThrow('overlaps or precedes')
    expect(broken([a, fixAt('d', 19, 25)])).toThrow('overlaps or precedes')
    expect(broken([b, fixAt('d', 20, 20)])).toThrow('overlaps or precedes')
    expect(broken([c, b])).toThrow('overlaps or precedes')
    expect(broken([a, { ...c, id: a.id }])).toThrow('one id')
    expect(broken([{ ...a, chosen: takeId('x') }])).toThrow('does not hold')
    expect(broken([{ ...a, takes: [takeId('x'), takeId('x')] }])).toThrow('twice')
  })
})
