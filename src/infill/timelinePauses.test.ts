import { describe, expect, it } from 'vitest'
import { fixId } from '../base/ids'
import { frames, recordingFrame, recordingRange, sampleRate } from '../base/units'
import { newFix } from '../edit/fix'
import { applyFix } from '../edit/project'
import { type InsertPiece, originalTimeline, type Timeline, timelineOf } from '../edit/timeline'
import { overSeeds } from '../testing/seeds'
import { between, emptyState, heardFrames, randomEdit } from '../testing/timelineModel'
import { timelinePauses } from './timelinePauses'

const pausesAt = (...spans: readonly (readonly [number, number])[]) =>
  spans.map(([start, end]) => ({ start: recordingFrame(start), end: recordingFrame(end), depth: 30 }))

/** Sorted, disjoint spans within `[low, high)`. */
function drawnSpans(random: () => number, low: number, high: number) {
  const spans: { start: number; end: number; depth: number }[] = []
  for (let at = low + between(random, 0, 4); at < high; at += between(random, 1, 8)) {
    const end = Math.min(high, at + between(random, 1, 8))
    spans.push({ start: at, end, depth: 20 })
    at = end
  }
  return spans
}

/**
 * The insert of `known` whose pauses hold at the frame `at`: the one it is in, or the nearer of those beside the stretch of the recording
 * it is in. Halfway between two it is neither's; `null` for none.
 */
function nearestInsert(
  timeline: Timeline,
  known: readonly InsertPiece[],
  at: number,
  reach: number,
): InsertPiece | null {
  const holding = timeline.pieces.find((piece) => piece.at <= at && at < piece.at + piece.length)
  if (holding === undefined || holding.kind === 'insert') return known.find((piece) => piece === holding) ?? null
  const before = known.find((piece) => piece.at + piece.length === holding.at)
  const after = known.find((piece) => piece.at === holding.at + holding.length)
  const back = before === undefined ? Number.POSITIVE_INFINITY : at - holding.at
  const ahead = after === undefined ? Number.POSITIVE_INFINITY : after.at - at - 1
  if (back === ahead || Math.min(back, ahead) >= reach) return null
  return (back < ahead ? before : after) ?? null
}

describe('timelinePauses', () => {
  it('is the recording’s own pauses where they are heard, against a frame by frame model', () => {
    overSeeds(200, (random) => {
      const spans: [number, number][] = []
      for (let at = between(random, 0, 6); at < 50; at += between(random, 1, 8)) {
        const end = Math.min(50, at + between(random, 1, 8))
        spans.push([at, end])
        at = end
      }
      let state = emptyState(50)
      for (let step = 1; step <= 10; step++) state = randomEdit(state, random, String(step))
      const timeline = timelineOf(state.project, state.inserts)
      const found = timelinePauses(timeline, pausesAt(...spans))
      const inPause = heardFrames(state.project, state.inserts).map((heard) => {
        const [source, frame] = heard.split(' ')
        return source === 'recording' && spans.some(([start, end]) => start <= Number(frame) && Number(frame) < end)
      })
      const covered = inPause.map((_, at) => found.filter(({ start, end }) => start <= at && at < end).length)
      expect(covered).toEqual(inPause.map(Number))
      expect(found.every(({ start, end }, index) => start < end && start >= (found[index - 1]?.end ?? 0))).toBe(true)
    })
  })

  it('holds what was found with an insert within reach of it, against a frame by frame model', () => {
    overSeeds(200, (random) => {
      const rate = sampleRate(2)
      let state = emptyState(50)
      for (let step = 1; step <= 8; step++) state = randomEdit(state, random, String(step))
      const timeline = timelineOf(state.project, state.inserts)
      const shown = timeline.pieces.filter((piece) => piece.kind === 'insert')
      const known = shown.filter(() => random() < 0.8)
      const pausesOf = new Map(known.map((piece) => [piece.fix, drawnSpans(random, -6, piece.length + 6)]))
      const recorded = drawnSpans(random, 0, 50).map(({ start, end }): [number, number] => [start, end])
      const found = timelinePauses(timeline, pausesAt(...recorded), { rate, pauses: pausesOf })

      const heard = heardFrames(state.project, state.inserts)
      const expected = heard.map((_, at) => {
        const holds = nearestInsert(timeline, known, at, 2)
        if (holds !== null)
          return pausesOf.get(holds.fix)?.some(({ start, end }) => start <= at - holds.at && at - holds.at < end)
        const [source, frame] = heard[at]?.split(' ') ?? []
        return source === 'recording' && recorded.some(([start, end]) => start <= Number(frame) && Number(frame) < end)
      })
      const covered = heard.map((_, at) => found.filter(({ start, end }) => start <= at && at < end).length)
      expect(covered).toEqual(expected.map(Number))
      expect(found.every(({ start, end }, index) => start < end && start >= (found[index - 1]?.end ?? 0))).toBe(true)
    })
  })

  it('has one pause where the recording’s own goes on into what was found with an insert', () => {
    const { project } = emptyState(100)
    const fix = newFix(fixId('1'), recordingRange(50, 60), '')
    const timeline = timelineOf(applyFix(project, fix), new Map([[fix.id, frames(20)]]))
    const pauses = new Map([
      [
        fix.id,
        [
          { start: -12, end: 4, depth: 20 },
          { start: 15, end: 40, depth: 25 },
        ],
      ],
    ])
    const found = timelinePauses(timeline, pausesAt([30, 45], [65, 90]), { rate: sampleRate(10), pauses })
    expect(found.map(({ start, end, depth }) => [start, end, depth])).toEqual([
      [30, 54, 20],
      [65, 100, 30],
    ])
  })

  it('keeps what a fix left of a pause, and splits one around an insertion', () => {
    const { project } = emptyState(1000)
    const replaced = newFix(fixId('1'), recordingRange(150, 300), '')
    const inserted = newFix(fixId('2'), recordingRange(550, 550), '')
    const timeline = timelineOf(
      [replaced, inserted].reduce((all, fix) => applyFix(all, fix), project),
      new Map([
        [replaced.id, frames(100)],
        [inserted.id, frames(10)],
      ]),
    )
    const spans = timelinePauses(timeline, pausesAt([100, 200], [250, 280], [500, 600]))
    expect(spans.map(({ start, end }) => [start, end])).toEqual([
      [100, 150],
      [450, 500],
      [510, 560],
    ])
  })

  it('is the list itself without fixes', () => {
    const pauses = pausesAt([0, 10], [90, 100])
    expect(timelinePauses(originalTimeline(frames(100)), pauses)).toEqual(pauses)
  })
})
