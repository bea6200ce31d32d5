import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../errors'
import { speakable } from './speakable'

/** How a letter is read, or why it is not. */
const read = (letter: string) => {
  try {
    return speakable(`a ${letter}`)
  } catch (error) {
    return error instanceof ServiceError ? error.code : String(error)
  }
}

describe('what the embedded voice reads', () => {
  test.each([
    ['the fourteenth of November', 'the fourteenth of November'],
    ['  many\n\tspaces\u00a0here ', 'many spaces here'],
    ['don’t say “no”', 'don\'t say " no "'],
    ['wait — what', 'wait, what'],
    ['pages 3–7', 'pages 3 to 7'],
    ['so… yes', 'so... yes'],
    ['€5, € 2.50 and 3 €', '5 euros, 2.50 euros and 3 euros'],
    ['café Zoë naïve Ångström', 'cafe Zoe naive Angstrom'],
    ['Straße, Łódź, smørrebrød, Œuvre', 'Strasse, Lodz, smorrebrod, Oeuvre'],
    ['salt & pepper at 20°', 'salt and pepper at 20 degrees'],
    ['ﬁne ½', 'fine 1 2'],
    ['go 🎙️ now\u0000\u202e!', 'go now !'],
    ['<b>-o /tmp/x --setf a=b</b>', '<b>-o /tmp/x --setf a=b</b>'],
  ])('%j → %j', (text, plain) => expect(speakable(text)).toBe(plain))

  test('is always printable ASCII', () => {
    const letters = Array.from({ length: 0x2fff }, (_, code) => String.fromCodePoint(code))
    expect(letters.filter((letter) => !/^[\x20-\x7e]+$/.test(read(letter)))).toEqual([])
  })
})

describe('what it refuses', () => {
  test.each(['', '   ', '...', '?!', '🎙️', '—', '“”'])('%j: nothing to say', (text) => {
    expect(() => speakable(text)).toThrow(expect.objectContaining({ code: 'nothing_to_speak' }))
  })

  test.each([
    ['你好', '你好'],
    ['hello привет there', 'привет'],
    ['สวัสดี', 'ส'],
    ['אבג', 'אבג'],
  ])('%j: letters it cannot say, which it names', (text, named) => {
    expect(() => speakable(text)).toThrow(named)
  })
})
