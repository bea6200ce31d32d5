import { describe, expect, it } from 'vitest'
import { overSeeds } from '../testing/seeds'
import { TakeNumbers } from './takeNumbers'

describe('TakeNumbers', () => {
  it('never has one number out twice, and hands out again what got no answer, lowest first', () => {
    overSeeds(50, (random) => {
      const numbers = new TakeNumbers()
      const out = new Set<number>()
      const answered = new Set<number>()
      let unanswered: number[] = []
      for (let step = 0; step < 60; step++) {
        const some = [...out][Math.floor(random() * out.size)]
        if (some === undefined || random() < 0.5) {
          const number = numbers.next('span', answered.size)
          const expected = unanswered.shift() ?? number
          if (number !== expected || out.has(number) || answered.has(number)) throw new Error(`${number} is out`)
          out.add(number)
        } else {
          out.delete(some)
          if (random() < 0.5) {
            numbers.giveBack('span', some)
            unanswered = [...unanswered, some].toSorted((a, b) => a - b)
          } else answered.add(some)
        }
      }
      expect(Math.max(0, ...out, ...answered, ...unanswered)).toBe(out.size + answered.size + unanswered.length)
    })
  })

  it('goes on after the takes that are kept, for each span by itself', () => {
    const numbers = new TakeNumbers()
    expect([numbers.next('a', 3), numbers.next('a', 3), numbers.next('b', 0)]).toEqual([4, 5, 1])
  })
})
