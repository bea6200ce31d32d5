import { Check, FileArchive, Keyboard, Redo2, Undo2 } from 'lucide-react'
import { formatClock, formatTimecode } from '../base/timecode'
import { redoable, redoStep, undoable, undoStep } from '../state/historyFlow'
import { saveProjectFile } from '../state/projectFileFlow'
import { useApp, useOpen } from './appContext'
import { formatName } from './describe'
import { ExportButton } from './ExportButton'
import { InfoWord } from './InfoWord'
import { OpenButton } from './OpenButton'
import { ToolButton } from './ToolButton'

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

/** What can be done with the recording as a whole: its name and shape, history, keys, project file, export. */
export function OpenBar() {
  const app = useApp()
  return (
    <>
      <RecordingTitle />
      <Saved />
      <div className="ml-auto flex flex-wrap items-center gap-1">
        <OpenButton />
        <Steps />
        <ToolButton
          says="All keys"
          keys="?"
          look="button-quiet px-2"
          name="Keys"
          onPress={() => app.store.patch({ keysShown: true })}
        >
          <Keyboard size={16} aria-hidden />
          <span className="hidden xl:inline">Keys</span>
        </ToolButton>
        <ToolButton
          says="Save the fixes and takes as a .pickup file, to move or keep them"
          look="button-quiet px-2"
          name="Save project file"
          onPress={() => void saveProjectFile(app)}
        >
          <FileArchive size={16} aria-hidden />
          <span className="hidden xl:inline">Project file</span>
        </ToolButton>
        <ExportButton />
      </div>
    </>
  )
}

/** Back and forth in the history. */
function Steps() {
  const app = useApp()
  const { undoing, redoing, readOnly } = useOpen((document) => ({
    readOnly: document.readOnly,
    undoing: undoable(document),
    redoing: redoable(document),
  }))
  return (
    <>
      <ToolButton
        says={undoing === null ? 'Nothing to undo' : `Undo: ${undoing}`}
        keys={undoing === null ? undefined : 'Ctrl/Cmd Z'}
        name="Undo"
        disabled={undoing === null || readOnly}
        look="button-quiet px-2"
        onPress={() => void undoStep(app)}
      >
        <Undo2 size={16} aria-hidden />
      </ToolButton>
      <ToolButton
        says={redoing === null ? 'Nothing to redo' : `Redo: ${redoing}`}
        keys={redoing === null ? undefined : 'Ctrl/Cmd Shift Z'}
        name="Redo"
        disabled={redoing === null || readOnly}
        look="button-quiet px-2"
        onPress={() => void redoStep(app)}
      >
        <Redo2 size={16} aria-hidden />
      </ToolButton>
    </>
  )
}

function RecordingTitle() {
  const { format, frames, name } = useOpen(({ recording }) => recording)
  const length = useOpen(({ timeline }) => timeline.length)
  const [edited, own] = [formatTimecode(length, format.rate), formatTimecode(frames, format.rate)]
  // Less than this would be written as nothing.
  const inaudible = Math.abs(length - frames) < 0.005 * format.rate
  const longer = (Math.abs(length - frames) / format.rate).toFixed(2)
  return (
    <div className="flex min-w-0 flex-1 basis-32 items-baseline gap-2">
      <h1 className="min-w-0 truncate font-medium" title={name.slice(0, 300)}>
        <bdi>{name}</bdi>
      </h1>
      <span className="shrink-0 text-muted text-xs leading-6">
        <span className="hidden md:inline">{formatName(format)} · </span>
        {inaudible ? (
          formatClock(frames, format.rate)
        ) : (
          <InfoWord
            word={
              <>
                {formatClock(length, format.rate)}
                <span className="hidden xl:inline">
                  {' '}
                  ({longer} s {length > frames ? 'longer' : 'shorter'} than recorded)
                </span>
              </>
            }
            says={`Now ${edited} long; the recording itself is ${own}`}
            look=""
          />
        )}
      </span>
    </div>
  )
}
