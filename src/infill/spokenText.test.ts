import { expect, it } from 'vitest'
import { MAX_TRANSCRIPT } from './contract'
import { PlanError } from './planError'
import { spokenText } from './spokenText'

const code = (text: string): string => {
  try {
    return spokenText(text)
  } catch (error) {
    return error instanceof PlanError ? error.code : 'another error'
  }
}

it('is what was typed, tidied', () => {
  expect(code('  the\tfourteenth \r\n of\u00a0 November ')).toBe('the fourteenth of November')
  expect(code('no\u0000 \u0007 bells\u009f')).toBe('no bells')
  expect(code('cafe\u0301')).toBe('caf\u00e9')
  expect(code('<b>14</b>')).toBe('<b>14</b>')
  expect(code('十一月')).toBe('十一月')
})

it('is refused when there is nothing to speak', () => {
  expect([code(''), code(' \n\u0000 ')]).toEqual(['no-text', 'no-text'])
  expect([code('…'), code('?!'), code('🙂')]).toEqual(['no-words', 'no-words', 'no-words'])
})

it('is refused past the limit, counted as the service does', () => {
  expect(code('𝐚'.repeat(MAX_TRANSCRIPT))).toHaveLength(2 * MAX_TRANSCRIPT)
  expect(code('a'.repeat(MAX_TRANSCRIPT + 1))).toBe('text-too-long')
})
