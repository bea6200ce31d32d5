import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { fixId } from '../base/ids'
import { frames, recordingFrame, recordingRange, type TimelineRange, timelineFrame, timelineRange } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { between, type EditState, emptyState, heardFrames, randomEdit, randomSelection } from '../testing/timelineModel'
import { newFix } from './fix'
import { edgeInRecording, edgeThroughEdit, fixSpan, replacedBy, toRecording, toTimeline } from './positions'
import { applyFix, checkProject, removeFix, setEnabled } from './project'
import { timelineOf } from './timeline'

function randomState(random: () => number): EditState {
  let state = emptyState(between(random, 1, 50))
  const steps = between(random, 0, 14)
  for (let step = 1; step <= steps; step++) state = randomEdit(state, random, String(step))
  return state
}

/** The recording's frame at each place of the timeline, null where an insert is heard. */
const recordedAt = (state: EditState): (number | null)[] =>
  heardFrames(state.project, state.inserts).map((heard) =>
    heard.startsWith('recording') ? Number(heard.split(' ')[1]) : null,
  )

const last = (values: readonly (number | null)[]): number | undefined =>
  values.findLast((value) => value !== null) ?? undefined
const first = (values: readonly (number | null)[]): number | undefined =>
  values.find((value) => value !== null) ?? undefined

describe('positions, against a frame by frame model', () => {
  it('map the timeline to the recording by the nearest frame heard on the side asked for', () => {
    overSeeds(150, (random) => {
      const state = randomState(random)
      const timeline = timelineOf(state.project, state.inserts)
      const recorded = recordedAt(state)
      for (let at = 0; at <= recorded.length; at++) {
        const before = last(recorded.slice(0, at))
        const after = first(recorded.slice(at))
        expect(toRecording(timeline, timelineFrame(at), 'before')).toBe(before === undefined ? 0 : before + 1)
        expect(toRecording(timeline, timelineFrame(at), 'after')).toBe(after ?? state.project.frames)
      }
    })
  })

  it('map the recording to the timeline by the nearest frame heard on the side asked for', () => {
    overSeeds(150, (random) => {
      const state = randomState(random)
      const timeline = timelineOf(state.project, state.inserts)
      const recorded = recordedAt(state)
      for (let at = 0; at <= state.project.frames; at++) {
        const before = recorded.findLastIndex((frame) => frame !== null && frame < at)
        const after = recorded.findIndex((frame) => frame !== null && frame >= at)
        expect(toTimeline(timeline, recordingFrame(at), 'before')).toBe(before + 1)
        expect(toTimeline(timeline, recordingFrame(at), 'after')).toBe(after < 0 ? timeline.length : after)
      }
    })
  })

  it('come back to themselves wherever the frame on their side is of the recording', () => {
    overSeeds(150, (random) => {
      const state = randomState(random)
      const timeline = timelineOf(state.project, state.inserts)
      recordedAt(state).forEach((frame, at) => {
        if (frame === null) return
        const [start, end] = [timelineFrame(at), timelineFrame(at + 1)]
        expect(toTimeline(timeline, toRecording(timeline, start, 'after'), 'after')).toBe(start)
        expect(toTimeline(timeline, toRecording(timeline, end, 'before'), 'before')).toBe(end)
        expect(toRecording(timeline, toTimeline(timeline, recordingFrame(frame), 'after'), 'after')).toBe(frame)
      })
    })
  })
})

describe('what a selection replaces', () => {
  it('is such that a new fix there changes exactly its span (T3, T6)', () => {
    overSeeds(600, (random) => {
      const state = randomState(random)
      const timeline = timelineOf(state.project, state.inserts)
      const heard = heardFrames(state.project, state.inserts)
      const selection = randomSelection(random, timeline.length)
      const { replaced, touches, span } = replacedBy(state.project, timeline, selection)
      expect(span.start <= selection.start && selection.end <= span.end).toBe(true)
      const project = applyFix(state.project, newFix(fixId('new'), replaced, ''), touches)
      checkProject(project)
      const inserts = new Map([...state.inserts, [fixId('new'), frames(2)] as const])
      const expected = [...heard.slice(0, span.start), 'new 0', 'new 1', ...heard.slice(span.end)]
      expect(heardFrames(project, inserts)).toEqual(expected)
      const kept = state.project.fixes.filter((fix) => !touches.includes(fix.id))
      expect(project.fixes.filter((fix) => fix.id !== 'new').every((fix, index) => fix === kept[index])).toBe(true)
    })
  })

  it('touches every fix that is heard in a selection, or whose original is', () => {
    overSeeds(300, (random) => {
      const state = randomState(random)
      const timeline = timelineOf(state.project, state.inserts)
      const heard = heardFrames(state.project, state.inserts)
      const selection = randomSelection(random, timeline.length)
      if (selection.start === selection.end) return
      const tags = heard.slice(selection.start, selection.end)
      const { touches } = replacedBy(state.project, timeline, selection)
      for (const fix of state.project.fixes) {
        const { start, end } = fix.replaced
        const own = tags.some((tag) => tag.startsWith(`${fix.id} `))
        const original = tags.some((tag) => {
          const [source, frame] = tag.split(' ')
          return source === 'recording' && start <= Number(frame) && Number(frame) < end
        })
        // A cut or an insertion that is off has no frames to be heard; the law above covers those.
        expect(touches.includes(fix.id) || !(own || original)).toBe(true)
      }
    })
  })
})

function nonEmpty(random: () => number, length: number): TimelineRange {
  const start = between(random, 0, length - 1)
  return timelineRange(start, between(random, start + 1, length))
}

describe('an edge of a selection', () => {
  it('stands in the recording where the frame stands that it encloses, or the fix that frame is of', () => {
    overSeeds(300, (random) => {
      const { project, inserts } = randomState(random)
      const timeline = timelineOf(project, inserts)
      if (timeline.length === 0) return
      const heard = heardFrames(project, inserts)
      const { start, end } = nonEmpty(random, timeline.length)
      const place = (tag: string | undefined, edge: 'start' | 'end') => {
        const [source, frame] = must(tag, 'a frame').split(' ')
        if (source === 'recording') return Number(frame) + (edge === 'end' ? 1 : 0)
        return must(
          project.fixes.find(({ id }) => id === source),
          'its fix',
        ).replaced[edge]
      }
      expect(edgeInRecording(project, timeline, start, 'start')).toBe(place(heard[start], 'start'))
      expect(edgeInRecording(project, timeline, end, 'end')).toBe(place(heard[end - 1], 'end'))
      const { replaced } = replacedBy(project, timeline, timelineRange(start, end))
      expect(replaced.start).toBeLessThanOrEqual(edgeInRecording(project, timeline, start, 'start'))
      expect(replaced.end).toBeGreaterThanOrEqual(edgeInRecording(project, timeline, end, 'end'))
    })
  })

  it('keeps enclosing, through an edit, the frame it enclosed, or all of the fix that is heard there now', () => {
    overSeeds(600, (random) => {
      const before = randomState(random)
      const after = randomEdit(before, random, 'edited')
      const timelines = [timelineOf(before.project, before.inserts), timelineOf(after.project, after.inserts)] as const
      if (timelines[0].length === 0) return
      const [was, is] = [heardFrames(before.project, before.inserts), heardFrames(after.project, after.inserts)]
      const { start, end } = nonEmpty(random, timelines[0].length)
      const through = (at: number, edge: 'start' | 'end') =>
        edgeThroughEdit(
          { project: before.project, timeline: timelines[0] },
          { project: after.project, timeline: timelines[1] },
          timelineFrame(at),
          edge,
        )
      const expected = (tag: string, edge: 'start' | 'end') => {
        const [source, frame] = tag.split(' ')
        const found = is.filter((other) => (source === 'recording' ? other === tag : other.startsWith(`${source} `)))
        const covering = after.project.fixes.find(
          ({ replaced }) => source === 'recording' && replaced.start <= Number(frame) && Number(frame) < replaced.end,
        )
        const now = found.length > 0 ? found : is.filter((other) => other.startsWith(`${covering?.id} `))
        const [first, last] = [now[0], now.at(-1)]
        if (first === undefined || last === undefined) return null
        return edge === 'start' ? is.indexOf(first) : is.indexOf(last) + 1
      }
      const [from, to] = [
        expected(must(was[start], 'a frame'), 'start'),
        expected(must(was[end - 1], 'a frame'), 'end'),
      ]
      // Where nothing is left of what an edge enclosed, nothing is said of it.
      expect([from ?? through(start, 'start'), to ?? through(end, 'end')]).toEqual([
        through(start, 'start'),
        through(end, 'end'),
      ])
      expect(from === null || to === null || from < to).toBe(true)
    })
  })

  it('belongs, on the common seam of two fixes, to the one it encloses', () => {
    const { project: empty } = emptyState(100)
    const [left, right] = [recordingRange(40, 60), recordingRange(60, 80)].map((range, index) =>
      newFix(fixId(String(index)), range, ''),
    )
    const both = [left, right].reduce((project, fix) => applyFix(project, must(fix, 'a fix')), empty)
    const timeline = timelineOf(both, new Map(both.fixes.map(({ id }) => [id, frames(10)])))
    const seam = timelineFrame(50)
    expect(edgeInRecording(both, timeline, seam, 'start')).toBe(60)
    expect(edgeInRecording(both, timeline, seam, 'end')).toBe(60)
    const longer = timelineOf(both, new Map(both.fixes.map(({ id }) => [id, frames(15)])))
    const [was, is] = [
      { project: both, timeline },
      { project: both, timeline: longer },
    ]
    expect(edgeThroughEdit(was, is, seam, 'start')).toBe(55)
    expect(edgeThroughEdit(was, is, seam, 'end')).toBe(55)
    expect(edgeThroughEdit(was, is, timelineFrame(60), 'end')).toBe(70)
    const alone = removeFix(both, fixId('1'))
    const without = { project: alone, timeline: timelineOf(alone, new Map([[fixId('0'), frames(10)]])) }
    expect(edgeThroughEdit(was, without, seam, 'start')).toBe(50)
    expect(edgeThroughEdit(was, without, timelineFrame(60), 'end')).toBe(70)
  })
})

describe('a selection at the seams of one fix', () => {
  const { project: empty } = emptyState(100)
  const fix = newFix(fixId('1'), recordingRange(40, 60), 'word')
  const project = applyFix(empty, fix)
  const timeline = timelineOf(project, new Map([[fix.id, frames(10)]]))
  const touched = (start: number, end: number) => replacedBy(project, timeline, timelineRange(start, end))

  it('does not touch it from outside', () => {
    expect(touched(30, 40)).toEqual({
      replaced: recordingRange(30, 40),
      touches: [],
      span: timelineRange(30, 40),
    })
    expect(touched(50, 55)).toEqual({ replaced: recordingRange(60, 65), touches: [], span: timelineRange(50, 55) })
    expect(touched(40, 40)).toMatchObject({ replaced: recordingRange(40, 40), touches: [] })
    expect(touched(50, 50)).toMatchObject({ replaced: recordingRange(60, 60), touches: [] })
  })

  it('takes all of it from inside', () => {
    const whole = { replaced: recordingRange(40, 60), touches: [fix.id], span: timelineRange(40, 50) }
    expect(touched(43, 44)).toEqual(whole)
    expect(touched(45, 45)).toEqual(whole)
    expect(touched(40, 50)).toEqual(whole)
    expect(touched(49, 52)).toEqual({
      replaced: recordingRange(40, 62),
      touches: [fix.id],
      span: timelineRange(40, 52),
    })
  })

  it('edits an insertion already at the point, so that a point holds one', () => {
    const insertion = newFix(fixId('2'), recordingRange(80, 80), 'more')
    const both = applyFix(project, insertion)
    const line = timelineOf(both, new Map([fix, insertion].map(({ id }) => [id, frames(10)])))
    for (const at of [70, 75, 80]) {
      expect(replacedBy(both, line, timelineRange(at, at))).toEqual({
        replaced: recordingRange(80, 80),
        touches: [insertion.id],
        span: timelineRange(70, 80),
      })
    }
    expect(replacedBy(both, line, timelineRange(65, 70)).touches).toEqual([])
    expect(replacedBy(both, line, timelineRange(80, 85)).touches).toEqual([])
  })

  it('touches a fix that is off where its original is heard, and a cut it spans', () => {
    const off = setEnabled(project, fix.id, false)
    const original = timelineOf(off, new Map())
    expect(replacedBy(off, original, timelineRange(55, 70))).toEqual({
      replaced: recordingRange(40, 70),
      touches: [fix.id],
      span: timelineRange(40, 70),
    })
    const cut = timelineOf(project, new Map([[fix.id, frames(0)]]))
    expect(replacedBy(project, cut, timelineRange(35, 45))).toEqual({
      replaced: recordingRange(35, 65),
      touches: [fix.id],
      span: timelineRange(35, 45),
    })
    expect(replacedBy(project, cut, timelineRange(40, 45)).touches).toEqual([])
    expect(replacedBy(project, cut, timelineRange(40, 40)).replaced).toEqual(recordingRange(40, 60))
  })
})

describe('where a fix is heard', () => {
  it('is its insert, its original, or the point of a cut', () => {
    overSeeds(200, (random) => {
      const { project, inserts } = randomState(random)
      const timeline = timelineOf(project, inserts)
      const heard = heardFrames(project, inserts)
      for (const fix of project.fixes) {
        const span = fixSpan(project, timeline, fix)
        const shown = fix.enabled && inserts.has(fix.id)
        const length = shown ? must(inserts.get(fix.id), 'insert') : fix.replaced.end - fix.replaced.start
        const tags = Array.from({ length }, (_, index) =>
          shown ? `${fix.id} ${index}` : `recording ${fix.replaced.start + index}`,
        )
        expect(heard.slice(span.start, span.end)).toEqual(tags)
        if (length > 0) continue
        const audible = setEnabled(project, fix.id, true)
        const withOne = heardFrames(audible, new Map([...inserts, [fix.id, frames(1)] as const]))
        expect(span.start).toBe(withOne.indexOf(`${fix.id} 0`))
      }
    })
  })
})
