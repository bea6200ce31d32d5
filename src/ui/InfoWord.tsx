import type { ReactNode } from 'react'
import { Tip } from './Tip'

interface InfoWordProps {
  /** What is read at once. */
  readonly word: ReactNode
  /** The whole sentence: what it means, and what to do. */
  readonly says: string
  /** The class of its colour. */
  readonly look: string
}

/** A word that stands for a sentence, which is shown when it is hovered, focused or tapped. */
export function InfoWord({ word, says, look }: InfoWordProps) {
  return (
    <Tip says={says} info>
      <button type="button" className={`info ${look}`}>
        {word}
      </button>
    </Tip>
  )
}
