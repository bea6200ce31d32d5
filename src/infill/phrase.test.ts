import { describe, expect, it } from 'vitest'
import { frames, timelineFrame, timelineRange } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { between } from '../testing/timelineModel'
import { phraseAround, sentenceAround } from './phrase'

const pauses = [
  [100, 120],
  [200, 240],
  [300, 310],
].map(([start = 0, end = 0]) => ({ start: timelineFrame(start), end: timelineFrame(end), depth: 30 }))

const phrase = (start: number, end: number) => {
  const range = phraseAround(timelineRange(start, end), pauses, frames(500))
  return [range.start, range.end]
}

it('reaches from pause to pause around the selection', () => {
  expect(phrase(150, 160)).toEqual([120, 200])
  expect(phrase(150, 250)).toEqual([120, 300])
  expect(phrase(110, 160)).toEqual([120, 200])
  expect(phrase(150, 220)).toEqual([120, 200])
  expect(phrase(120, 200)).toEqual([120, 200])
  expect(phrase(150, 150)).toEqual([120, 200])
})

it('reaches to the ends of the file where no pause is left', () => {
  expect(phrase(10, 20)).toEqual([0, 100])
  expect(phrase(400, 450)).toEqual([310, 500])
})

it('gives the pause for a selection inside one', () => {
  expect(phrase(205, 210)).toEqual([200, 240])
  expect(phrase(220, 220)).toEqual([200, 240])
})

/** Phrases of 100 frames with pauses of these lengths between them, and where each of those begins. */
function speech(lengths: readonly number[]) {
  let at = 0
  const pauses = lengths.map((length) => {
    const start = at + 100
    at = start + length
    return { start: timelineFrame(start), end: timelineFrame(at), depth: 30 }
  })
  return { pauses, length: frames(at + 100) }
}

const spoken = ({ pauses, length }: ReturnType<typeof speech>, start: number, end = start) => {
  const range = sentenceAround(timelineRange(start, end), pauses, length)
  return [range.start, range.end]
}

describe('the sentence', () => {
  it('reaches over short pauses to the longer ones', () => {
    const talk = speech([10, 12, 40, 11, 9, 45, 10, 12, 50, 10])
    const [, , long, , , longer] = talk.pauses
    const inside = [long?.end, longer?.start]
    expect(spoken(talk, (long?.end ?? 0) + 5)).toEqual(inside)
    expect(spoken(talk, (long?.end ?? 0) + 150)).toEqual(inside)
    expect(spoken(talk, (longer?.start ?? 0) - 50)).toEqual(inside)
    expect(spoken(talk, 5)).toEqual([0, long?.start])
    expect(spoken(talk, talk.length - 3)).toEqual([talk.pauses[8]?.end, talk.length])
  })

  it('is of the speaker: what is long is told by the pauses near by', () => {
    const slow = [40, 42, 120, 41, 39, 130, 44, 42, 140, 40]
    const talk = speech([...slow, ...slow, ...slow, ...Array.from({ length: 60 }, (_, i) => (i % 3 === 2 ? 30 : 5))])
    const [start, end] = spoken(talk, talk.length - 500)
    const held = talk.pauses.filter((pause) => pause.start > (start ?? 0) && pause.end < (end ?? 0))
    expect(held.map((pause) => pause.end - pause.start)).toEqual([5, 5])
  })

  it('is the phrase where all pauses are alike, the whole where there are none, and a long pause inside one', () => {
    const even = speech([20, 20, 20])
    expect(spoken(even, 150)).toEqual([120, 220])
    expect(sentenceAround(timelineRange(5, 5), [], frames(80))).toEqual(timelineRange(0, 80))
    const talk = speech([10, 60, 10])
    expect(spoken(talk, 230)).toEqual([210, 270])
    expect(spoken(talk, 105)).toEqual([0, 210])
  })

  it('holds the selection and its phrases (seeded)', () => {
    overSeeds(100, (random) => {
      const { pauses, length } = speech(Array.from({ length: between(random, 0, 40) }, () => between(random, 2, 60)))
      const start = between(random, 0, length)
      const selection = timelineRange(start, between(random, start, length))
      const sentence = sentenceAround(selection, pauses, length)
      const phrase = phraseAround(selection, pauses, length)
      const isPause = pauses.some((pause) => pause.start === phrase.start && pause.end === phrase.end)
      if (isPause) return
      expect(sentence.start).toBeLessThanOrEqual(phrase.start)
      expect(sentence.end).toBeGreaterThanOrEqual(phrase.end)
    })
  })
})
