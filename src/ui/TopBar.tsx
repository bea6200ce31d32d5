import { Download, Keyboard, Redo2, Undo2 } from 'lucide-react'
import { formatTimecode } from '../base/timecode'
import type { OpenDocument } from '../state/document'
import { redoable, redoStep, undoable, undoStep } from '../state/historyFlow'
import { useApp, useAppState, useOpen } from './appContext'
import { formatName } from './describe'
import { EngineBadge } from './EngineBadge'
import { OpenButton } from './OpenButton'
import { useExport } from './useExport'

/** Name and shape of the recording, history, keys, export. */
export function TopBar() {
  const open = useAppState(({ session }) => session.kind === 'open')
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1.5 sm:px-3">
      <p className="flex items-center gap-2 font-semibold text-base">
        <img src="/icon.svg" alt="" width={24} height={24} />
        Pickup
      </p>
      {open ? <OpenBar /> : <span className="flex-1" />}
      <EngineBadge />
    </header>
  )
}

function OpenBar() {
  const app = useApp()
  const { recording, undoing, redoing } = useOpen((document) => ({
    recording: document.recording,
    undoing: undoable(document),
    redoing: redoable(document),
  }))
  return (
    <>
      <RecordingTitle recording={recording} />
      <div className="flex flex-wrap items-center gap-1">
        <OpenButton />
        <button
          type="button"
          aria-label="Undo"
          title={undoing === null ? 'Nothing to undo' : `Undo: ${undoing} (Ctrl/Cmd Z)`}
          disabled={undoing === null}
          className="button button-quiet px-2"
          onClick={() => void undoStep(app)}
        >
          <Undo2 size={16} aria-hidden />
        </button>
        <button
          type="button"
          aria-label="Redo"
          title={redoing === null ? 'Nothing to redo' : `Redo: ${redoing} (Ctrl/Cmd Shift Z)`}
          disabled={redoing === null}
          className="button button-quiet px-2"
          onClick={() => void redoStep(app)}
        >
          <Redo2 size={16} aria-hidden />
        </button>
        <button
          type="button"
          className="button button-quiet px-2"
          aria-label="Keys"
          title="All keys (?)"
          onClick={() => app.store.patch({ keysShown: true })}
        >
          <Keyboard size={16} aria-hidden />
        </button>
        <ExportButton />
      </div>
    </>
  )
}

function RecordingTitle({ recording }: { readonly recording: OpenDocument['recording'] }) {
  const { format, frames, name } = recording
  return (
    <p className="flex min-w-0 flex-1 basis-48 items-baseline gap-2">
      <bdi className="min-w-0 truncate font-medium" title={name.slice(0, 300)}>
        {name}
      </bdi>
      <span className="hidden shrink-0 text-muted text-xs md:inline">
        {formatName(format)} · {formatTimecode(frames, format.rate).replace(/\.\d+$/, '')}
      </span>
    </p>
  )
}

function ExportButton() {
  const { start, cancel } = useExport()
  const { exporting, exported, hasFixes } = useOpen(({ exporting, exported, history }) => ({
    exporting,
    exported,
    hasFixes: history.present.fixes.length > 0,
  }))
  if (exporting.phase === 'writing') {
    const percent = Math.floor((100 * exporting.done) / Math.max(1, exporting.total))
    return (
      <span className="flex items-center gap-2">
        <progress aria-label="Exporting" max={100} value={percent} className="w-24" />
        <button type="button" className="button" onClick={cancel}>
          Cancel export
        </button>
      </span>
    )
  }
  return (
    <button
      type="button"
      className={`button ${hasFixes && !exported ? 'button-primary' : ''}`}
      aria-label="Export"
      title="Write the corrected recording (E)"
      onClick={start}
    >
      <Download size={16} aria-hidden />
      Export WAV
    </button>
  )
}
