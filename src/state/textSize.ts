import { MAX_TRANSCRIPT } from '../infill/contract'
import { tidyText } from '../infill/spokenText'

/** The share of the limit from which on it is told how much there is. */
const nearShare = 0.9

/** How much a text is, counted as it is sent. */
export interface TextSize {
  readonly characters: number
  readonly words: number
  /** The most characters of one fix. */
  readonly limit: number
  /** `near` the limit, over it, or far from it. */
  readonly room: 'enough' | 'near' | 'over'
}

/** How much of a fix's text there is, and how close that is to the most. */
export function textSize(text: string): TextSize {
  const tidy = tidyText(text)
  const characters = Array.from(tidy).length
  const near = characters >= nearShare * MAX_TRANSCRIPT ? 'near' : 'enough'
  return {
    characters,
    words: tidy === '' ? 0 : tidy.split(' ').length,
    limit: MAX_TRANSCRIPT,
    room: characters > MAX_TRANSCRIPT ? 'over' : near,
  }
}
