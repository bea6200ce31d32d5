import { Check, FileArchive, Keyboard, Redo2, Undo2 } from 'lucide-react'
import { formatTimecode } from '../base/timecode'
import { closeRecording } from '../state/closeFlow'
import type { OpenDocument } from '../state/document'
import { redoable, redoStep, undoable, undoStep } from '../state/historyFlow'
import { saveProjectFile } from '../state/projectFileFlow'
import { useApp, useAppState, useOpen } from './appContext'
import { formatName } from './describe'
import { EngineBadge } from './EngineBadge'
import { ExportButton } from './ExportButton'
import { OpenButton } from './OpenButton'

/** Name and shape of the recording, history, keys, export. */
export function TopBar() {
  const open = useAppState(({ session }) => session.kind === 'open')
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1.5 sm:px-3">
      <Home open={open} />
      {open ? (
        <OpenBar />
      ) : (
        <span className="ml-auto">
          <EngineBadge />
        </span>
      )}
    </header>
  )
}

function Home({ open }: { readonly open: boolean }) {
  const app = useApp()
  const mark = (
    <>
      <img src="/icon.svg" alt="" width={24} height={24} />
      <span className={open ? 'hidden sm:inline' : ''}>Pickup</span>
    </>
  )
  if (!open) return <p className="flex min-h-8 items-center gap-2 font-semibold text-base">{mark}</p>
  return (
    <button
      type="button"
      aria-label="All recordings"
      title="Close this recording and show all"
      className="flex min-h-8 cursor-pointer items-center gap-2 font-semibold text-base"
      onClick={() => void closeRecording(app)}
    >
      {mark}
    </button>
  )
}

const savingWords = { new: '', saving: 'saving …', saved: 'saved', failed: 'not saved' } as const

function Saved() {
  const saving = useOpen(({ saving }) => saving)
  return (
    <span className={`w-16 shrink-0 text-right text-xs ${saving === 'failed' ? 'text-fault' : 'text-muted'}`}>
      {savingWords[saving]}
      {saving === 'saved' && <Check size={12} className="ml-1 inline" aria-hidden />}
    </span>
  )
}

function OpenBar() {
  const app = useApp()
  const { recording, undoing, redoing, readOnly } = useOpen((document) => ({
    readOnly: document.readOnly,
    recording: document.recording,
    undoing: undoable(document),
    redoing: redoable(document),
  }))
  return (
    <>
      <RecordingTitle recording={recording} />
      <Saved />
      <div className="ml-auto flex flex-wrap items-center gap-1">
        <OpenButton />
        <button
          type="button"
          aria-label="Undo"
          title={undoing === null ? 'Nothing to undo' : `Undo: ${undoing} (Ctrl/Cmd Z)`}
          disabled={undoing === null || readOnly}
          className="button button-quiet px-2"
          onClick={() => void undoStep(app)}
        >
          <Undo2 size={16} aria-hidden />
        </button>
        <button
          type="button"
          aria-label="Redo"
          title={redoing === null ? 'Nothing to redo' : `Redo: ${redoing} (Ctrl/Cmd Shift Z)`}
          disabled={redoing === null || readOnly}
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
          <span className="hidden xl:inline">Keys</span>
        </button>
        <button
          type="button"
          className="button button-quiet px-2"
          aria-label="Save project file"
          title="Save the fixes and takes as a .pickup file, to move or keep them"
          onClick={() => void saveProjectFile(app)}
        >
          <FileArchive size={16} aria-hidden />
          <span className="hidden xl:inline">Project file</span>
        </button>
        <ExportButton />
      </div>
    </>
  )
}

function RecordingTitle({ recording }: { readonly recording: OpenDocument['recording'] }) {
  const { format, frames, name } = recording
  return (
    <div className="flex min-w-0 flex-1 basis-32 items-baseline gap-2">
      <h1 className="min-w-0 truncate font-medium" title={name.slice(0, 300)}>
        <bdi>{name}</bdi>
      </h1>
      <span className="hidden shrink-0 text-muted text-xs md:inline">
        {formatName(format)} · {formatTimecode(frames, format.rate).replace(/\.\d+$/, '')}
      </span>
    </div>
  )
}
