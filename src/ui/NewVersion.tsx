import type { AppState } from '../state/document'
import { changeVersion } from '../state/updateFlow'
import { useAppState } from './appContext'

/** Offers a new version of the page. It never loads by itself, and not while anything is under way or unsaved. */
export function NewVersion() {
  const { there, busy } = useAppState((state) => ({ there: state.newVersion, busy: isBusy(state) }))
  if (!there) return null
  return (
    <div className="flex min-w-0 items-center gap-2 text-xs">
      <p role="note">A new version is ready: reload {busy ? 'once what is under way is done' : 'when it suits you'}.</p>
      <button type="button" className="button button-tiny" disabled={busy} onClick={() => void changeVersion()}>
        Reload
      </button>
    </div>
  )
}

function isBusy({ session, activities, decoding, speaking }: AppState): boolean {
  if (session.kind === 'opening' || activities.length > 0 || decoding !== null || speaking !== null) return true
  if (session.kind === 'empty') return false
  const { jobs, saving, exporting, keeping } = session.document
  const unsaved = saving === 'saving' || saving === 'failed'
  return jobs.length > 0 || unsaved || exporting.phase === 'writing' || keeping.kind === 'copying'
}
