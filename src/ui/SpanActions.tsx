import { FileAudio, Scissors, TextCursorInput, VolumeX } from 'lucide-react'
import { takeFromFile } from '../state/droppedTake'
import { cutSelection, silenceSelection } from '../state/fixFlow'
import { insertHere } from '../state/insertFlow'
import { useApp, useOpen } from './appContext'
import { FileButton } from './FileButton'
import { ToolButton } from './ToolButton'

/** What can be done with what is selected beside generating, and where to insert when nothing is. */
export function SpanActions() {
  const app = useApp()
  const { range, readOnly } = useOpen(({ selection, readOnly }) => ({
    range: selection?.snapped.range ?? null,
    readOnly,
  }))
  const empty = range === null || range.start === range.end
  return (
    <>
      <ToolButton
        says="Remove the selection and close the gap"
        keys="X"
        look="button-small"
        disabled={empty || readOnly}
        onPress={() => void cutSelection(app)}
      >
        <Scissors size={16} aria-hidden />
        Cut it
      </ToolButton>
      <ToolButton
        says="Put the sound of the room in place of the selection, as long as it was"
        keys="M"
        look="button-small"
        disabled={empty || readOnly}
        onPress={() => void silenceSelection(app)}
      >
        <VolumeX size={16} aria-hidden />
        Room silence
      </ToolButton>
      <ToolButton
        says="Insert at the playhead, or in a pause within 250 ms of it, without replacing a word"
        keys="A"
        look="button-small"
        disabled={readOnly}
        onPress={() => insertHere(app)}
      >
        <TextCursorInput size={16} aria-hidden />
        Insert here
      </ToolButton>
      <FileButton
        name="Use a file as a take"
        words="Use a file"
        tip="Put an audio file in place of the selection, as a take; or drop it on the page"
        look="button-small"
        accept="audio/*,.wav,.w64,.aif,.aiff,.flac,.mp3,.m4a,.aac,.ogg,.opus,.webm"
        disabled={range === null || readOnly}
        onFile={(file) => void takeFromFile(app, file)}
      >
        <FileAudio size={16} aria-hidden />
      </FileButton>
    </>
  )
}
