import { describe, expect, it } from 'vitest'
import type { Pcm } from '../audio/pcm'
import { must } from '../base/assert'
import { fixId } from '../base/ids'
import { frames, recordingRange, sampleRate, timelineRange } from '../base/units'
import { overSeeds, overSeedsAsync } from '../testing/seeds'
import { between, type EditState, emptyState, heardFrames, randomEdit, randomSelection } from '../testing/timelineModel'
import { newFix } from './fix'
import { applyFix, checkProject } from './project'
import {
  insertSpan,
  originalTimeline,
  type PcmReader,
  type Piece,
  piecesIn,
  renderRange,
  type Timeline,
  timelineOf,
} from './timeline'

const rate = sampleRate(8000)

const expand = (pieces: readonly Piece[]): string[] =>
  pieces.flatMap((piece) =>
    Array.from({ length: piece.length }, (_, index) =>
      piece.kind === 'recording' ? `recording ${piece.start + index}` : `${piece.fix} ${piece.start + index}`,
    ),
  )

const ramp = (from: number, length: number): Pcm => ({
  rate,
  channels: [0, 0.5].map((offset) => Float32Array.from({ length }, (_, index) => from + index + offset)),
})

/** Samples that tell where they come from: frame n of the recording is n, of insert k 1000 k + n. */
function tellingReader({ inserts }: EditState): PcmReader {
  return {
    recording: (start, length) => Promise.resolve(ramp(start, length)),
    insert: (id) => ramp(1000 * Number(id), inserts.get(id) ?? 0),
  }
}

const sampleOf = (heard: string): number => {
  const [source = '', frame] = heard.split(' ')
  return (source === 'recording' ? 0 : 1000 * Number(source)) + Number(frame)
}

function checkPieces(timeline: Timeline): void {
  let at = 0
  for (const piece of timeline.pieces) {
    expect(piece.at).toBe(at)
    expect(piece.length).toBeGreaterThan(0)
    at += piece.length
  }
  expect(timeline.length).toBe(at)
}

describe('timeline, against a frame by frame model', () => {
  it('shows what the model shows after every random edit (T3, T6)', () => {
    overSeeds(150, (random) => {
      let state = emptyState(between(random, 0, 60))
      for (let step = 1; step <= 25; step++) {
        state = randomEdit(state, random, String(step))
        checkProject(state.project)
        const timeline = timelineOf(state.project, state.inserts)
        checkPieces(timeline)
        expect(expand(timeline.pieces)).toEqual(heardFrames(state.project, state.inserts))
      }
    })
  })

  it('cuts pieces and renders samples for any range', async () => {
    await overSeedsAsync(60, async (random) => {
      let state = emptyState(50)
      for (let step = 1; step <= 12; step++) state = randomEdit(state, random, String(step))
      const timeline = timelineOf(state.project, state.inserts)
      const heard = heardFrames(state.project, state.inserts)
      for (let query = 0; query < 20; query++) {
        const range = randomSelection(random, timeline.length)
        const expected = heard.slice(range.start, range.end)
        const pieces = piecesIn(timeline, range)
        expect(expand(pieces)).toEqual(expected)
        expect(pieces.every((piece) => piece.at >= range.start && piece.length > 0)).toBe(true)
        const pcm = await renderRange(timeline, range, tellingReader(state), { rate, channels: 2 })
        expect([...must(pcm.channels[0], 'left')]).toEqual(expected.map(sampleOf))
        expect([...must(pcm.channels[1], 'right')]).toEqual(expected.map((tag) => sampleOf(tag) + 0.5))
      }
    })
  })
})

describe('timeline', () => {
  const { project } = emptyState(100)
  const a = newFix(fixId('1'), recordingRange(10, 20), 'a')
  const b = newFix(fixId('2'), recordingRange(20, 20), 'b')
  const c = newFix(fixId('3'), recordingRange(20, 30), 'c')

  it('keeps touching fixes in the order end, insertion, start', () => {
    const touching = applyFix(applyFix(applyFix(project, c), b), a)
    const lengths = new Map([a, b, c].map((fix, index) => [fix.id, frames(index + 1)]))
    const timeline = timelineOf(touching, lengths)
    expect(timeline.pieces.map((piece) => (piece.kind === 'insert' ? piece.fix : 'recording'))).toEqual([
      'recording',
      '1',
      '2',
      '3',
      'recording',
    ])
    expect(insertSpan(timeline, b.id)).toEqual(timelineRange(11, 13))
  })

  it('shows the original for a fix that is off or not rendered, as one piece', () => {
    const off = applyFix(applyFix(project, { ...a, enabled: false }), c)
    const timeline = timelineOf(off, new Map([[a.id, frames(5)]]))
    expect(timeline).toEqual(originalTimeline(frames(100)))
    expect(insertSpan(timeline, a.id)).toBeNull()
  })

  it('has no pieces without frames', () => {
    expect(originalTimeline(frames(0)).pieces).toEqual([])
    const whole = applyFix(project, newFix(fixId('4'), recordingRange(0, 100), ''))
    expect(timelineOf(whole, new Map([[fixId('4'), frames(0)]])).pieces).toEqual([])
  })

  it('never makes up silence: a short read and a range past the end are bugs', async () => {
    const timeline = originalTimeline(frames(100))
    const reader = tellingReader(emptyState(100))
    const short: PcmReader = { ...reader, recording: (start) => reader.recording(start, frames(3)) }
    const shape = { rate, channels: 2 }
    await expect(renderRange(timeline, timelineRange(0, 4), short, shape)).rejects.toThrow('read 3 frames of the 4')
    await expect(renderRange(timeline, timelineRange(90, 101), reader, shape)).rejects.toThrow('past the timeline')
    await expect(renderRange(timeline, timelineRange(0, 4), reader, { rate, channels: 1 })).rejects.toThrow('channels')
    expect((await renderRange(timeline, timelineRange(7, 7), reader, shape)).channels.map((s) => s.length)).toEqual([
      0, 0,
    ])
  })
})
