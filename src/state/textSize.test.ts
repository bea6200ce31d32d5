import { describe, expect, it } from 'vitest'
import { textSize } from './textSize'

describe('textSize', () => {
  it('counts what is sent: neither space at the ends nor more than one between words', () => {
    expect(textSize('')).toMatchObject({ characters: 0, words: 0, room: 'enough' })
    expect(textSize('  one \n  two ')).toMatchObject({ characters: 7, words: 2 })
    expect(textSize('👋🏽')).toMatchObject({ characters: 2, words: 1 })
  })

  it.each([
    [1799, 'enough'],
    [1800, 'near'],
    [2000, 'near'],
    [2001, 'over'],
  ] as const)('of %i characters is %s', (characters, room) => {
    expect(textSize('a'.repeat(characters)).room).toBe(room)
  })
})
