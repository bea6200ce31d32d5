import type { MouseEvent, ReactNode } from 'react'
import { described, LabelTip } from './Tip'

interface FileButtonProps {
  readonly name: string
  /** What it says. */
  readonly words: string
  /** What it does, where the name does not tell. */
  readonly tip?: string
  /** Types and endings of files it takes. */
  readonly accept: string
  /** Classes of its size and weight. */
  readonly look: string
  readonly disabled?: boolean
  readonly onClick?: (event: MouseEvent) => void
  readonly onFile: (file: File) => void
  /** The icon before its words. */
  readonly children: ReactNode
}

/** A button that chooses a file from the disk. The file input itself carries the name, for keyboards and screen readers. */
export function FileButton(props: FileButtonProps) {
  const { name, words, tip, accept, look, disabled = false, onClick, onFile, children } = props
  return (
    <LabelTip says={tip}>
      <label className={`button relative ${look}`}>
        {children}
        <span aria-hidden="true">{words}</span>
        <input
          type="file"
          aria-label={name}
          {...described(tip)}
          accept={accept}
          className="absolute inset-0 cursor-pointer opacity-0 disabled:cursor-default"
          disabled={disabled}
          onClick={onClick}
          onChange={({ target }) => {
            const file = target.files?.[0]
            target.value = ''
            if (file) onFile(file)
          }}
        />
      </label>
    </LabelTip>
  )
}
