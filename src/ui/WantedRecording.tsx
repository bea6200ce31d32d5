import { dismissWanted } from '../state/openFlow'
import { useApp, useAppState } from './appContext'
import { RecordingButton } from './RecordingButton'

/** Asks for the recording of a project that cannot go on without it: an ordinary request, not a failure. */
export function WantedRecording() {
  const app = useApp()
  const wanted = useAppState(({ wanted }) => wanted)
  if (!wanted) return null
  const { id, name } = wanted
  return (
    <section
      aria-label="Recording wanted"
      className="panel flex w-full max-w-2xl flex-wrap items-center gap-2 border-accent px-3 py-2"
    >
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="truncate font-semibold">
          Choose <bdi>{name}</bdi> again to go on
        </h2>
        <p className="text-muted text-xs">
          Its fixes are saved in this browser, the recording itself is on your disk. You can also drop it on this page.
        </p>
      </div>
      <RecordingButton name={`Choose ${name}`} words="Choose" look="button-primary max-w-full" expected={id} />
      <button type="button" className="button" onClick={() => dismissWanted(app)}>
        Not now
      </button>
    </section>
  )
}
