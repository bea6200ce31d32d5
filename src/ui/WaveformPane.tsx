import { useEffect, useRef, useState } from 'react'
import { Overview } from '../player/overview'
import { WaveformView } from '../player/waveform'
import { linkWaveform, waveformOptions } from '../state/waveformLink'
import { useApp, useAppState, useOpen } from './appContext'
import { SpokenPlace } from './SpokenPlace'
import { WaveformTools } from './WaveformTools'

interface WaveformPaneProps {
  readonly view: WaveformView | null
  /** Told the view once it is there, and null when it goes. */
  readonly onView: (view: WaveformView | null) => void
}

/** The whole recording, and the part that is worked on. */
export function WaveformPane({ view, onView }: WaveformPaneProps) {
  const app = useApp()
  const whole = useRef<HTMLDivElement>(null)
  const part = useRef<HTMLDivElement>(null)
  const spectrum = useAppState(({ looks }) => looks.spectrum)
  const [broken, setBroken] = useState<{ readonly error: unknown } | null>(null)
  const { id, channels } = useOpen(({ recording }) => ({ id: recording.id, channels: recording.format.channels }))
  useEffect(() => {
    if (!whole.current || !part.current || id === '') return
    const make = () => {
      const options = waveformOptions(app)
      if (!whole.current || !part.current || !options) return () => {}
      const cspNonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce
      const waveform = new WaveformView(part.current, { ...options, ...(cspNonce === undefined ? {} : { cspNonce }) })
      const overview = new Overview(whole.current, waveform)
      const link = linkWaveform(app, waveform)
      onView(waveform)
      return () => {
        onView(null)
        link.dispose()
        overview.destroy()
        waveform.destroy()
      }
    }
    return whenLaidOut(part.current, make, (error) => setBroken({ error }))
  }, [app, onView, id])
  // A page without its waveform is of no use: it is said where everything that cannot be drawn is.
  if (broken) throw broken.error
  return (
    <div className="panel flex min-h-min flex-1 flex-col overflow-hidden">
      <div ref={whole} className="h-10 flex-none border-line border-b" />
      <div role="group" aria-label="Waveform" className={`relative flex-1 ${heightOf(channels, spectrum)}`}>
        <div ref={part} className="absolute! inset-0" />
      </div>
      <SpokenPlace />
      <div className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1 border-line border-t px-2 py-1">
        <p className="hidden text-muted text-xs sm:block">
          <span
            aria-hidden
            className="mr-1 inline-block h-3 w-4 rounded-sm border border-line bg-(--pause) align-middle"
          />
          pause · drag selects, a click goes there, double-click takes the phrase, triple-click the sentence
        </p>
        <p className="text-muted text-xs sm:hidden">Hold for the phrase, hold and drag to select</p>
        <WaveformTools view={view} />
      </div>
    </div>
  )
}

/**
 * Calls `make` when the browser has laid `element` out, which it need not do twice then. The returned function undoes it, by what `make`
 * gave, or has it not called at all. What `make` throws is told.
 */
function whenLaidOut(element: Element, make: () => () => void, onError: (error: unknown) => void): () => void {
  let undo: (() => void) | null = null
  const observer = new ResizeObserver(() => {
    observer.disconnect()
    try {
      undo = make()
    } catch (error) {
      onError(error)
    }
  })
  observer.observe(element)
  return () => {
    observer.disconnect()
    undo?.()
  }
}

function heightOf(channels: number, spectrum: boolean): string {
  if (spectrum) return channels > 1 ? 'min-h-64' : 'min-h-56'
  return channels > 1 ? 'min-h-52' : 'min-h-40'
}
