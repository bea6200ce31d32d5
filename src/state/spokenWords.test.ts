import { expect, it } from 'vitest'
import { spokenBriefly } from './spokenWords'

it('tells how a long line begins, and a short one whole', () => {
  expect(spokenBriefly('')).toBe('a recorded line')
  expect(spokenBriefly('We met on Monday.')).toBe('“We met on Monday.”')
  expect(spokenBriefly('We met again. '.repeat(100))).toBe(`“${'We met again. '.repeat(5)}We met …”`)
  expect(spokenBriefly('x'.repeat(2000))).toBe(`“${'x'.repeat(80)} …”`)
})
