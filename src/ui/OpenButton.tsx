import { RecordingButton } from './RecordingButton'

/** Chooses a recording from the disk. */
export function OpenButton({ primary = false }: { readonly primary?: boolean }) {
  return (
    <RecordingButton
      name="Open recording"
      words={primary ? 'Open recording' : 'Open'}
      look={primary ? 'button-primary' : 'button-quiet'}
      expected={null}
    />
  )
}
