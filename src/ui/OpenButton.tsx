import { FolderOpen } from 'lucide-react'
import { RecordingInput } from './RecordingInput'

/** Chooses a recording from the disk. The file input itself carries the name, for keyboards and screen readers. */
export function OpenButton({ primary = false }: { readonly primary?: boolean }) {
  return (
    <label
      htmlFor="open-recording"
      className={`button relative focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2 ${primary ? 'button-primary' : 'button-quiet'}`}
    >
      <FolderOpen size={16} aria-hidden />
      <span aria-hidden="true">{primary ? 'Open a recording' : 'Open'}</span>
      <RecordingInput id="open-recording" name="Open recording" expected={null} />
    </label>
  )
}
