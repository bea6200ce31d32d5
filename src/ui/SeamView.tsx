import { Repeat, Square, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Fix } from '../edit/fix'
import { type JoinReport, type Seam, seamFaults } from '../infill/report'
import { seamInWords } from '../infill/reportWords'
import { SeamCanvas } from '../player/seamCanvas'
import { firstCloseUp, nextCloseUp, type Shown } from '../player/seamGeometry'
import { pause, playSeam } from '../state/playbackFlow'
import { linkSeam } from '../state/seamLink'
import { useApp, useAppState, useOpen } from './appContext'
import { Mend } from './Mend'
import { Nudge, PauseLength } from './SeamSteppers'
import { ToolButton } from './ToolButton'

interface SeamViewProps {
  readonly fix: Fix
  readonly seam: Seam
  readonly report: JoinReport
  readonly shown: Shown
}

/** One seam from close up: seen, heard, measured, and what mends it. */
export function SeamView({ fix, seam, report, shown }: SeamViewProps) {
  const readOnly = useOpen(({ readOnly }) => readOnly)
  const { fadeAtMs, fadeMs } = report[seam]
  const [closeUp, setCloseUp] = useState(() => firstCloseUp({ start: 0, end: fadeAtMs + fadeMs }, 1000))
  const name = seam === 'left' ? 'Left seam' : 'Right seam'
  const faults = seamFaults(report, seam)
  return (
    <div role="group" aria-label={`${name} close up`} className="flex min-w-0 flex-1 basis-72 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h2 className="font-semibold">{name}</h2>
        <p aria-live="polite" aria-label={`${name} verdict`} className="text-xs">
          {faults.length === 0 ? (
            <span className="font-semibold text-good">Sounds right.</span>
          ) : (
            <span className="font-semibold text-warn">
              {faults.length === 1 ? 'Something is off.' : 'Some things are off.'}
            </span>
          )}
        </p>
        <div className="ml-auto flex items-center gap-1">
          <PlaySeam fix={fix} seam={seam} name={name} />
          <Zoom name={name} does="further" onPress={() => setCloseUp(nextCloseUp(closeUp, 'out'))}>
            <ZoomOut size={14} aria-hidden />
          </Zoom>
          <Zoom name={name} does="closer" onPress={() => setCloseUp(nextCloseUp(closeUp, 'in'))}>
            <ZoomIn size={14} aria-hidden />
          </Zoom>
        </div>
      </div>
      <Picture
        fix={fix}
        seam={seam}
        look={{ shown, closeUp }}
        words={`${name}, ${closeUp} ms on each side. ${seamInWords(report, seam)}`}
      />
      {faults.map((warning) => (
        <Mend key={warning.code} fix={fix} report={report} warning={warning} />
      ))}
      <fieldset
        disabled={readOnly}
        aria-label={`${name} settings`}
        className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs max-sm:[&>[role=group]>span:first-child]:min-w-20"
      >
        {report.kind === 'take' && <Nudge fix={fix} seam={seam} />}
        {(report.kind === 'take' || seam === 'left') && <PauseLength fix={fix} seam={seam} report={report} />}
      </fieldset>
    </div>
  )
}

interface PictureProps {
  readonly fix: Fix
  readonly seam: Seam
  readonly look: { readonly shown: Shown; readonly closeUp: number }
  readonly words: string
}

function Picture({ fix, seam, look: { shown, closeUp }, words }: PictureProps) {
  const app = useApp()
  const canvas = useRef<HTMLCanvasElement>(null)
  const view = useRef<SeamCanvas>(null)
  const look = useRef({ shown, closeUp })
  useEffect(() => {
    look.current = { shown, closeUp }
    view.current?.setLook(look.current)
  }, [shown, closeUp])
  useEffect(() => {
    if (!canvas.current) return
    const made = new SeamCanvas(canvas.current, look.current, (error) => app.store.fail(error))
    const link = linkSeam(app, made, fix.id, seam)
    view.current = made
    return () => {
      view.current = null
      link.dispose()
      made.destroy()
    }
  }, [app, fix.id, seam])
  return (
    <div className="h-40 overflow-hidden [@media(max-height:50rem)]:h-28 rounded-md border border-line">
      <canvas ref={canvas} role="img" aria-label={words} className="block h-full w-full" />
    </div>
  )
}

function PlaySeam({ fix, seam, name }: { readonly fix: Fix; readonly seam: Seam; readonly name: string }) {
  const app = useApp()
  const heard = useAppState(
    ({ transport }) => transport.playing && transport.seam?.fix === fix.id && transport.seam.seam === seam,
  )
  const was = useRef(heard)
  useEffect(() => {
    was.current = heard
  }, [heard])
  // A seam that can no longer be seen is no longer heard.
  useEffect(
    () => () => {
      if (was.current) pause(app)
    },
    [app],
  )
  return (
    <ToolButton
      says="Half a second on each side, round and round until you press again; B for the original"
      look="button-small"
      name={`Loop ${name.toLowerCase()}`}
      pressed={heard}
      onPress={() => (heard ? pause(app) : playSeam(app, fix.id, seam, 'round'))}
    >
      {heard ? <Square size={14} aria-hidden /> : <Repeat size={14} aria-hidden />}
      Loop
    </ToolButton>
  )
}

interface ZoomProps {
  readonly name: string
  readonly does: string
  readonly onPress: () => void
  readonly children: React.ReactNode
}

function Zoom({ name, does, onPress, children }: ZoomProps) {
  return (
    <ToolButton
      says={does === 'closer' ? 'Look closer' : 'Look from further away'}
      look="button-quiet button-small"
      name={`${name} ${does}`}
      onPress={onPress}
    >
      {children}
    </ToolButton>
  )
}
