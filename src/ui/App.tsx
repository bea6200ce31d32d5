import { useAppState } from './appContext'
import { DropZone } from './DropZone'
import { EmptyPage } from './EmptyPage'
import { EngineBadge } from './EngineBadge'
import { Messages } from './Messages'
import { NextFiles } from './NextFiles'
import { QuestionDialog } from './QuestionDialog'
import { TipGroup } from './Tip'
import { TopBar } from './TopBar'
import { useEditing } from './useEditing'
import { useFreeKeys } from './useFreeKeys'
import { useKeptFocus } from './useKeptFocus'

/** The page: a bar, what is being worked on, and what there is to say about it. */
export function App() {
  useKeptFocus()
  useFreeKeys()
  const editing = useEditing(useAppState(({ session }) => session.kind === 'open'))
  return (
    <DropZone>
      <TipGroup>
        <div className="flex min-h-dvh flex-col desk:h-dvh">
          <TopBar>
            {editing ? (
              <editing.EditingBar />
            ) : (
              <span className="ml-auto">
                <EngineBadge />
              </span>
            )}
          </TopBar>
          <main
            tabIndex={-1}
            className="flex min-h-0 flex-1 flex-col gap-2 px-2 pt-1 outline-none sm:px-3 desk:overflow-y-auto"
          >
            <NextFiles />
            {editing ? <editing.EditingBody /> : <EmptyPage />}
          </main>
          <Messages />
          <QuestionDialog />
        </div>
      </TipGroup>
    </DropZone>
  )
}
