import { sizeWords } from '../base/sizeWords'
import { goWithoutCopy, keepCopy } from '../state/projectFlow'
import { useApp, useOpen } from './appContext'

/** Offers to keep the recording with its fixes; afterwards says that it is not kept, as long as that can be mended here. */
export function KeptRecording() {
  const app = useApp()
  const keeping = useOpen(({ keeping, readOnly }) => (readOnly ? null : keeping))
  if (keeping?.kind !== 'asked' && keeping?.kind !== 'not-kept') return null
  const copy = (
    <button type="button" className="button button-tiny" onClick={() => void keepCopy(app)}>
      Keep a copy
    </button>
  )
  if (keeping.kind === 'not-kept') {
    return <p>The recording itself is not kept in this browser: you will be asked for it next time. {copy}</p>
  }
  return (
    <div className="flex flex-col gap-1">
      <p className="text-ink">
        Your fixes are saved in this browser, the recording is not: next time you will be asked for it. A copy in the
        browser takes {sizeWords(keeping.bytes)}.
      </p>
      <div className="flex gap-1">
        {copy}
        <button type="button" className="button button-tiny" onClick={() => goWithoutCopy(app)}>
          Ask me for it
        </button>
      </div>
    </div>
  )
}
