import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import { useOpenRequest } from './openRequest'

/** Chooses a recording from the disk. The file input itself carries the name, for keyboards and screen readers. */
export function OpenButton({ primary = false }: { readonly primary?: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  const requestOpen = useOpenRequest()
  return (
    <label
      className={`button relative focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2 ${primary ? 'button-primary' : 'button-quiet'}`}
    >
      <FolderOpen size={16} aria-hidden />
      <span aria-hidden="true">{primary ? 'Open a recording' : 'Open'}</span>
      <input
        ref={input}
        type="file"
        aria-label="Open recording"
        accept="audio/*,.wav,.wave,.rf64,.bw64"
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) requestOpen(file)
        }}
      />
    </label>
  )
}
