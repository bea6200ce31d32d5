import { useOpen } from './appContext'
import { Editor } from './Editor'
import { KeysDialog } from './KeysDialog'
import { OpenBar } from './OpenBar'

/** What the head of the page says and does while a recording is open. */
export function EditingBar() {
  return <OpenBar />
}

/** What the page shows of the recording that is open; anew for each opening. */
export function EditingBody() {
  const opening = useOpen(({ opening }) => opening)
  return (
    <>
      <Editor key={opening} />
      <KeysDialog />
    </>
  )
}
