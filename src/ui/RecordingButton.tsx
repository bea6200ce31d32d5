import { FolderOpen } from 'lucide-react'
import type { ProjectId } from '../base/ids'
import { canChoose, openChosen, openFile } from '../state/openFlow'
import { useApp } from './appContext'
import { FileButton } from './FileButton'

interface RecordingButtonProps {
  readonly name: string
  /** What it says. */
  readonly words: string
  /** Classes of its weight. */
  readonly look: string
  /** The project whose recording is to be chosen; null for any recording. */
  readonly expected: ProjectId | null
}

/** Chooses a recording from the disk and opens it. */
export function RecordingButton({ name, words, look, expected }: RecordingButtonProps) {
  const app = useApp()
  return (
    <FileButton
      name={name}
      words={words}
      look={look}
      accept="audio/*,.wav,.wave,.rf64,.bw64,.w64,.aif,.aiff,.aifc,.flac,.mp3,.m4a,.aac,.ogg,.opus,.webm,.mka,.pickup"
      onClick={(event) => {
        // The picker gives a handle, by which the recording is found another day.
        if (!canChoose()) return
        event.preventDefault()
        void openChosen(app, expected)
      }}
      onFile={(file) => void openFile(app, file, expected)}
    >
      <FolderOpen size={16} aria-hidden />
    </FileButton>
  )
}
