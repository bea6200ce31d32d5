import { cancelOpening } from '../state/openFlow'
import { useApp, useAppState } from './appContext'

/** How far a compressed recording is decoded; nothing when none is. */
export function DecodingProgress() {
  const app = useApp()
  const decoding = useAppState(({ decoding }) => decoding)
  if (!decoding) return null
  return (
    <div className="flex w-full items-center gap-2 px-1 text-muted text-xs">
      <span className="max-w-60 truncate">Decoding {decoding.name}</span>
      <progress aria-label="Decoding" max={1} value={decoding.share} className="flex-1" />
      <button type="button" className="button button-tiny" onClick={() => cancelOpening(app)}>
        Cancel
      </button>
    </div>
  )
}
