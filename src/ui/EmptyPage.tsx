import { AudioLines } from 'lucide-react'
import { openSample } from '../state/openFlow'
import { reachOf } from '../state/reach'
import { useApp, useAppState } from './appContext'
import { DecodingProgress } from './DecodingProgress'
import { OpenButton } from './OpenButton'
import { ProjectList } from './ProjectList'
import { WantedRecording } from './WantedRecording'

const leaving = {
  server: 'Only the seconds around it are sent, and no further than Pickup’s own server.',
  service: 'Only the seconds around it leave this computer, never the file.',
} as const

const steps = (reach: keyof typeof leaving) => [
  ['Select the flub', 'Drag over it on the waveform. Both edges snap to the pauses around it.'],
  ['Type the line', leaving[reach]],
  ['Hear it in place', 'Keep the take you like and export. Every other sample stays as it was.'],
]

/** What a page without a recording says: how to begin. */
export function EmptyPage() {
  const app = useApp()
  const reach = useAppState(reachOf)
  const opening = useAppState(({ session }) => {
    if (session.kind === 'empty') return null
    return session.kind === 'opening' ? session.name : session.document.recording.name
  })
  return (
    <section className="flex flex-1 flex-col items-center gap-6 py-4 sm:pt-[8vh]" aria-label="Start">
      <div className="flex w-full max-w-2xl flex-col items-center gap-6 rounded-xl border-2 border-line border-dashed px-4 py-10 text-center">
        <AudioLines size={48} className="text-accent" aria-hidden />
        <div>
          <h1 className="font-semibold text-2xl">Fix a flubbed line</h1>
          <p className="mt-1 text-muted">Drop a recording or a .pickup project anywhere on this page, or open one.</p>
        </div>
        {opening === null ? (
          <div className="flex flex-wrap justify-center gap-2">
            <OpenButton primary />
            <button type="button" className="button" onClick={() => void openSample(app)}>
              Try the sample
            </button>
          </div>
        ) : (
          <div className="flex w-full flex-col items-center gap-2">
            <p className="min-h-8 max-w-full truncate">Opening {opening} …</p>
            <DecodingProgress />
          </div>
        )}
        <ol className="grid w-full gap-4 text-left sm:grid-cols-3">
          {steps(reach).map(([title, text], index) => (
            <li key={title}>
              <p className="font-semibold">
                <span className="text-accent">{index + 1}</span> {title}
              </p>
              <p className="text-muted text-xs">{text}</p>
            </li>
          ))}
        </ol>
      </div>
      {opening === null && <WantedRecording />}
      <ProjectList />
    </section>
  )
}
