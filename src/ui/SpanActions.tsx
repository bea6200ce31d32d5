import { FileAudio, Scissors, TextCursorInput, VolumeX } from 'lucide-react'
import { takeFromFile } from '../state/droppedTake'
import { cutSelection, silenceSelection } from '../state/fixFlow'
import { insertHere } from '../state/insertFlow'
import { useApp, useOpen } from './appContext'
import { Tip } from './Tip'

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
      <Tip says="Remove the selection and close the gap" keys="X">
        <button
          type="button"
          className="button min-h-7 py-0"
          disabled={empty || readOnly}
          onClick={() => void cutSelection(app)}
        >
          <Scissors size={16} aria-hidden />
          Cut it
        </button>
      </Tip>
      <Tip says="Put the sound of the room in place of the selection, as long as it was" keys="M">
        <button
          type="button"
          className="button min-h-7 py-0"
          disabled={empty || readOnly}
          onClick={() => void silenceSelection(app)}
        >
          <VolumeX size={16} aria-hidden />
          Room silence
        </button>
      </Tip>
      <Tip says="Insert at the playhead, in the nearest pause, without replacing a word" keys="A">
        <button type="button" className="button min-h-7 py-0" disabled={readOnly} onClick={() => insertHere(app)}>
          <TextCursorInput size={16} aria-hidden />
          Insert here
        </button>
      </Tip>
      <FileChoice disabled={range === null || readOnly} />
    </>
  )
}

/** Chooses an audio file as a take. The file input itself carries the name, for keyboards and screen readers. */
function FileChoice({ disabled }: { readonly disabled: boolean }) {
  const app = useApp()
  return (
    <label
      className={`button relative min-h-7 py-0 focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2 ${disabled ? 'opacity-60' : ''}`}
      title="Put an audio file in place of the selection, as a take; or drop it on the page"
    >
      <FileAudio size={16} aria-hidden />
      <span aria-hidden="true">Use a file</span>
      <input
        type="file"
        aria-label="Use a file as a take"
        accept="audio/*,.wav,.w64,.aif,.aiff,.flac,.mp3,.m4a,.aac,.ogg,.opus,.webm"
        className="absolute inset-0 cursor-pointer opacity-0"
        disabled={disabled}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void takeFromFile(app, file)
        }}
      />
    </label>
  )
}
