import type { ProjectId } from '../base/ids'
import { canChoose, openChosen, openFile } from '../state/openFlow'
import { useApp } from './appContext'

interface RecordingInputProps {
  readonly id: string
  readonly name: string
  /** The project whose recording is to be chosen; null for any recording. */
  readonly expected: ProjectId | null
}

/** The file input that opens a recording, over the whole of the label it stands in. */
export function RecordingInput({ id, name, expected }: RecordingInputProps) {
  const app = useApp()
  return (
    <input
      id={id}
      type="file"
      aria-label={name}
      accept="audio/*,.wav,.wave,.rf64,.bw64,.w64,.aif,.aiff,.aifc,.flac,.mp3,.m4a,.aac,.ogg,.opus,.webm,.mka,.pickup"
      className="absolute inset-0 cursor-pointer opacity-0"
      onClick={(event) => {
        // The picker gives a handle, by which the recording is found another day.
        if (!canChoose()) return
        event.preventDefault()
        void openChosen(app, expected)
      }}
      onChange={(event) => {
        const file = event.target.files?.[0]
        event.target.value = ''
        if (file) void openFile(app, file, expected)
      }}
    />
  )
}
