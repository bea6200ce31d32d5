import { useAppState } from './appContext'
import { DropZone } from './DropZone'
import { Editor } from './Editor'
import { EmptyPage } from './EmptyPage'
import { KeysDialog } from './KeysDialog'
import { Messages } from './Messages'
import { QuestionDialog } from './QuestionDialog'
import { TopBar } from './TopBar'
import { useFreeKeys } from './useFreeKeys'
import { useKeptFocus } from './useKeptFocus'

/** The page: a bar, what is being worked on, and what there is to say about it. */
export function App() {
  useKeptFocus()
  useFreeKeys()
  const opening = useAppState(({ session }) => (session.kind === 'open' ? session.document.opening : null))
  return (
    <DropZone>
      <div className="flex min-h-dvh flex-col">
        <TopBar />
        <main className="flex min-h-0 flex-1 flex-col gap-2 px-2 pb-2 sm:px-3">
          <Messages />
          {opening === null ? <EmptyPage /> : <Editor key={opening} />}
        </main>
        <KeysDialog />
        <QuestionDialog />
      </div>
    </DropZone>
  )
}
