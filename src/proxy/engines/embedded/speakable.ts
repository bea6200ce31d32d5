import { FIELD } from '../../../infill/contract'
import { badField, badRequest } from '../../errors'

/** What the letters that Unicode does not take apart are written as. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
}

/** In this order. */
const rewrites: readonly (readonly [RegExp, string])[] = [
  [/[€]\s?(\d+(?:[.,]\d+)*)/gu, '$1 euros'],
  [/[£]\s?(\d+(?:[.,]\d+)*)/gu, '$1 pounds'],
  [/€/gu, ' euros '],
  [/£/gu, ' pounds '],
  [/[‘’‚‛′`]/gu, "'"],
  [/[“”„‟″«»]/gu, ' " '],
  [/\s*[—―]\s*/gu, ', '],
  [/(\d)\s*–\s*(?=\d)/gu, '$1 to '],
  [/\s+–\s+/gu, ', '],
  [/[‐‑‒–−]/gu, '-'],
  [/…/gu, '... '],
  [/&/gu, ' and '],
  [/°/gu, ' degrees '],
  [/×/gu, ' times '],
]

/**
 * `text` in the printable ASCII that the embedded voice can read: punctuation straightened, accents taken off (NFKD),
 * signs spelled out, controls and pictures dropped. Throws `ServiceError` when it holds letters the voice cannot say, or
 * nothing to say at all.
 */
export function speakable(text: string): string {
  let plain = rewrites.reduce((current, [pattern, instead]) => current.replace(pattern, instead), text)
  plain = plain.normalize('NFKD').replace(/\p{M}/gu, '')
  plain = plain.replace(/[^\0-\x7f]/gu, (letter) => letters[letter] ?? letter)
  const foreign = /[\p{L}\p{N}]*[^\0-\x7f\P{L}]+[\p{L}\p{N}]*/u.exec(plain)
  if (foreign !== null) {
    throw badField(
      FIELD.transcript,
      `the embedded voice speaks only English and cannot say “${foreign[0].slice(0, 40)}”. Write it in English letters, or set CARTESIA_API_KEY to use other languages.`,
    )
  }
  plain = plain
    .replace(/[^\x20-\x7e]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (!/[A-Za-z0-9]/.test(plain)) {
    throw badRequest(
      'nothing_to_speak',
      `${FIELD.transcript}: holds nothing that can be spoken. Type the words to say.`,
    )
  }
  return plain
}
