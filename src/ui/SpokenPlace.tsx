import { useEffect, useState } from 'react'
import { spokenTime } from '../player/ruler'
import type { AppState } from '../state/document'
import { useApp } from './appContext'

/** Milliseconds without a change before a place is said: keys held down and drags are said once, at their end. */
const settleMs = 700

/** Says where selection and playhead are once they have settled, for those who do not see them. Silent while playing. */
export function SpokenPlace() {
  const app = useApp()
  const [said, setSaid] = useState('')
  useEffect(() => {
    let told = placesIn(app.store.get())
    let timer: ReturnType<typeof setTimeout> | undefined
    const say = () => {
      const now = placesIn(app.store.get())
      const changed = (['selection', 'playhead'] as const).filter((place) => now[place] !== told[place])
      told = now
      if (changed.length > 0) setSaid(changed.map((place) => now[place]).join(' '))
    }
    const stop = app.store.api.subscribe((state, before) => {
      if (state.session === before.session && state.transport === before.transport) return
      clearTimeout(timer)
      if (!state.transport.playing) timer = setTimeout(say, settleMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [app])
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  )
}

function placesIn({ session, transport }: AppState): { readonly selection: string; readonly playhead: string } {
  if (session.kind !== 'open') return { selection: '', playhead: '' }
  const { selection, recording } = session.document
  const { rate } = recording.format
  const range = selection?.snapped.range
  const spoken = (frame: number) => spokenTime(frame / rate)
  return {
    selection: range
      ? `Selection from ${spoken(range.start)} to ${spoken(range.end)}, ${spoken(range.end - range.start)} long.`
      : 'Nothing is selected.',
    playhead: `Playhead at ${spoken(transport.position)}.`,
  }
}
