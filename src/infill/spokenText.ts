import { MAX_TRANSCRIPT } from './contract'
import { PlanError } from './planError'

/**
 * The text as it is sent and paid for: composed (NFC), control characters gone, every run of white space one space, none at the
 * ends.
 */
export function tidyText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/(?!\s)\p{Cc}/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/**
 * The tidy text, when it can be spoken. Throws PlanError `no-text` for nothing but space, `no-words` when there is no letter or
 * digit in it, and `text-too-long`.
 */
export function spokenText(text: string): string {
  const spoken = tidyText(text)
  if (spoken === '') throw new PlanError('no-text', 'There is no text to speak. Type what should be said instead.')
  if (!/[\p{L}\p{N}]/u.test(spoken)) {
    throw new PlanError('no-words', 'There is nothing to speak in this text. Type words or numbers.', { text: spoken })
  }
  const length = Array.from(spoken).length
  if (length > MAX_TRANSCRIPT) {
    throw new PlanError(
      'text-too-long',
      `The text has ${length} characters, and ${MAX_TRANSCRIPT} is the most for one fix. Split it into several fixes.`,
      { length, limit: MAX_TRANSCRIPT },
    )
  }
  return spoken
}
