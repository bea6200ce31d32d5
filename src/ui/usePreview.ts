import { useEffect, useRef, useState } from 'react'
import { isAbort, messageOf } from '../base/errors'
import { hearVoice } from '../state/previewFlow'
import { useApp } from './appContext'

/** The preview that is fetched or heard, or that failed last. */
export interface Hearing {
  readonly voiceId: string
  readonly phase: 'loading' | 'playing' | 'failed'
  /** Why it failed, or null. */
  readonly problem: string | null
}

/** Previews of voices, one at a time, and how they are started and stopped. */
export interface Preview {
  readonly hearing: Hearing | null
  readonly hear: (voiceId: string) => void
  readonly stop: () => void
}

/** Lets voices be heard, one at a time, for as long as the component is there. */
export function usePreview(): Preview {
  const app = useApp()
  const [hearing, setHearing] = useState<Hearing | null>(null)
  const current = useRef(new AbortController())
  useEffect(() => () => current.current.abort(), [])
  const run = async (voiceId: string) => {
    current.current.abort()
    const own = new AbortController()
    current.current = own
    const show = (phase: Hearing['phase'], problem: string | null = null) => setHearing({ voiceId, phase, problem })
    show('loading')
    try {
      await hearVoice(app, voiceId, own.signal, () => show('playing'))
      setHearing(null)
    } catch (error) {
      if (current.current !== own) return
      if (isAbort(error)) setHearing(null)
      else show('failed', messageOf(error))
    }
  }
  return { hearing, hear: (voiceId) => void run(voiceId), stop: () => current.current.abort() }
}
