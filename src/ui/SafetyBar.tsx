import { sizeWords } from '../base/sizeWords'
import { goWithoutCopy, keepCopy } from '../state/projectFlow'
import { takeProjectOver } from '../state/takeOverFlow'
import { useApp, useOpen } from './appContext'

/** What the user should know or decide about how safe the work is; nothing when all is well. */
export function SafetyBar() {
  const readOnly = useOpen(({ readOnly }) => readOnly)
  return (
    <>
      {readOnly && <ReadOnly />}
      <Keeping />
    </>
  )
}

function ReadOnly() {
  const app = useApp()
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md border border-warn px-3 py-2">
      <p className="min-w-0 flex-1">
        This project is open in another tab. Here it can be heard and exported, not changed.
      </p>
      <button type="button" className="button" onClick={() => void takeProjectOver(app)}>
        Take it over
      </button>
    </div>
  )
}

function Keeping() {
  const app = useApp()
  const keeping = useOpen(({ keeping }) => keeping)
  if (keeping.kind === 'asked') {
    return (
      <div className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-panel px-3 py-2 text-xs">
        <p className="min-w-0 flex-1">
          Your fixes are saved in this browser, the recording is not: next time you will be asked for it. A copy in the
          browser takes {sizeWords(keeping.bytes)}.
        </p>
        <button type="button" className="button button-tiny" onClick={() => void keepCopy(app)}>
          Keep a copy
        </button>
        <button type="button" className="button button-tiny" onClick={() => goWithoutCopy(app)}>
          Ask me for it
        </button>
      </div>
    )
  }
  return null
}
