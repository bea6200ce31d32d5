import { TriangleAlert } from 'lucide-react'
import { readOn } from '../state/analysisFlow'
import { useApp, useOpen } from './appContext'

/** What is odd about the file, and that it was not read to its end. */
export function RecordingNotes() {
  const app = useApp()
  const { notes, analysis } = useOpen(({ recording, analysis }) => ({ notes: recording.notes, analysis }))
  return (
    <>
      {notes.length > 0 && (
        <ul
          aria-label="About this file"
          className="flex flex-none flex-col gap-1 rounded-md border border-line bg-panel px-3 py-2 text-xs"
        >
          {notes.map((note) => (
            <li key={note} className="flex items-start gap-2 break-words">
              <TriangleAlert size={14} className="mt-0.5 shrink-0 text-fix" aria-hidden />
              <span className="min-w-0">{note}</span>
            </li>
          ))}
        </ul>
      )}
      {(analysis.phase === 'stopped' || analysis.phase === 'failed') && (
        <p className="flex items-center gap-2 px-1 text-muted text-xs">
          The recording was not read to its end: pauses are looked for where you select.
          <button type="button" className="button button-tiny" onClick={() => readOn(app)}>
            Read it again
          </button>
        </p>
      )}
    </>
  )
}
