import { useEffect } from 'react'
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
  // What was scrolled to on the page before says nothing about this one.
  // oxlint-disable-next-line react/exhaustive-deps -- once for each opening
  useEffect(() => {
    scrollTo(0, 0)
  }, [opening])
  return (
    <>
      <Editor key={opening} />
      <KeysDialog />
    </>
  )
}
