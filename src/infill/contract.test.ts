import { expect, test } from 'vitest'
import { changeCredits, credits, LANGUAGES, MAX_TRANSCRIPT } from './contract'

test('the languages are the 42 of the service, each once, each with a name', () => {
  const documented =
    'en fr de es pt zh ja hi it ko nl pl ru sv tr tl bg ro ar cs el fi hr ms sk da ta uk hu no vi bn th he ka id te gu kn ml mr pa'
  expect(LANGUAGES.map(({ code }) => code).sort()).toEqual(documented.split(' ').sort())
  expect(new Set(LANGUAGES.map(({ name }) => name)).size).toBe(42)
  const names = new Intl.DisplayNames('en', { type: 'language' })
  const alsoCalled: Readonly<Record<string, string>> = { Filipino: 'Tagalog', Bangla: 'Bengali' }
  for (const { code, name } of LANGUAGES) expect(alsoCalled[names.of(code) ?? ''] ?? names.of(code)).toBe(name)
})

test('a request costs 300 credits and one for each character, counted as people count them', () => {
  expect(credits('')).toBe(300)
  expect(credits('the fourteenth of November')).toBe(326)
  expect(credits('né 🎙')).toBe(304)
  expect(credits('x'.repeat(MAX_TRANSCRIPT))).toBe(300 + MAX_TRANSCRIPT)
})

test('a voice change costs 15 credits for each second of input', () => {
  expect([0, 1, 2.5, 0.01].map(changeCredits)).toEqual([0, 15, 38, 1])
})
