import { FolderOpen } from 'lucide-react'
import { canChoose, openChosen, openFile } from '../state/openFlow'
import { useApp } from './appContext'

/** Chooses a recording from the disk. The file input itself carries the name, for keyboards and screen readers. */
export function OpenButton({ primary = false }: { readonly primary?: boolean }) {
  const app = useApp()
  return (
    <label
      className={`button relative focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2 ${primary ? 'button-primary' : 'button-quiet'}`}
    >
      <FolderOpen size={16} aria-hidden />
      <span aria-hidden="true">{primary ? 'Open a recording' : 'Open'}</span>
      <input
        type="file"
        aria-label="Open recording"
        accept="audio/*,.wav,.wave,.rf64,.bw64,.w64,.aif,.aiff,.aifc,.flac,.mp3,.m4a,.aac,.ogg,.opus,.webm,.mka,.pickup"
        className="absolute inset-0 cursor-pointer opacity-0"
        onClick={(event) => {
          // The picker gives a handle, by which the recording is found another day.
          if (!canChoose()) return
          event.preventDefault()
          void openChosen(app)
        }}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void openFile(app, file)
        }}
      />
    </label>
  )
}
