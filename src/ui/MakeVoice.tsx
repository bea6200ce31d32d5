import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AudioLines, Square, SquareDashed } from 'lucide-react'
import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { isAbort } from '../base/errors'
import { beginVoice, makeVoice, stretchOf, suggestStretch } from '../state/makeVoiceFlow'
import type { Waiting } from '../state/patience'
import { pause, playSelection } from '../state/playbackFlow'
import { useApp, useAppState, useOpen } from './appContext'
import { useStatus } from './useService'
import { WaitingLine } from './WaitingLine'

/** Escape, pressed anywhere in it, leaves `place`. */
function useEscape(place: RefObject<HTMLElement | null>, leave: () => void): void {
  useEffect(() => {
    const element = place.current
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      leave()
    }
    element?.addEventListener('keydown', onKeyDown)
    return () => element?.removeEventListener('keydown', onKeyDown)
  }, [place, leave])
}

interface MakeVoiceProps {
  readonly onClose: () => void
}

/** A voice made from a stretch of this recording: which stretch, whose consent, what name. */
export function MakeVoice({ onClose }: MakeVoiceProps) {
  const { data: status } = useStatus()
  const heading = useId()
  const section = useRef<HTMLElement>(null)
  useEffect(() => section.current?.focus(), [])
  useEscape(section, onClose)
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-labelledby={heading}
      className="flex flex-col gap-2 rounded-md border border-accent p-3"
    >
      <div className="flex items-center justify-between gap-2">
        <h2 id={heading} className="font-semibold">
          Make a voice from this recording
        </h2>
        <button type="button" className="button button-quiet button-small" onClick={onClose}>
          Close
        </button>
      </div>
      {status?.capabilities.makesVoices === true ? (
        <VoiceForm service={status.engineLabel} onDone={onClose} />
      ) : (
        <p>
          The embedded voice cannot copy a person’s voice. Start Pickup with a key of the speech service in
          CARTESIA_API_KEY, then make the voice here.
        </p>
      )}
    </section>
  )
}

function VoiceForm({ service, onDone }: { readonly service: string; readonly onDone: () => void }) {
  const app = useApp()
  const [name, setName] = useState('')
  const [consent, setConsent] = useState(false)
  const { seconds, fault } = useOpen(stretchOf)
  useEffect(() => beginVoice(app), [app])
  const { start, cancel, busy, waiting } = useMakeVoice(name, onDone)
  const length = seconds.toFixed(1)
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      <Stretch fault={fault} length={length} />
      <label className="flex flex-wrap items-center gap-2">
        <span className="text-muted">Name</span>
        <input
          type="text"
          aria-label="Name of the voice"
          required
          maxLength={200}
          autoComplete="off"
          className="field min-w-40 flex-1"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          required
          className="mt-0.5 h-4 w-4 flex-none accent-accent"
          checked={consent}
          onChange={({ target }) => setConsent(target.checked)}
        />
        <span>This is a recording of a person, and I have that person’s permission to make a voice of it.</span>
      </label>
      <p className="text-muted text-xs">
        {fault === null ? `Only these ${length} seconds` : 'Only what is selected'} and the name are uploaded, to{' '}
        {service}. The voice is kept in the account behind this Pickup until you delete it under “Voices …”.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <button
          type="submit"
          className="button button-primary"
          disabled={busy || fault !== null || !consent || name.trim() === ''}
        >
          <AudioLines size={16} aria-hidden />
          Make the voice
        </button>
        {busy && (
          <>
            {waiting ? (
              <WaitingLine waiting={waiting} />
            ) : (
              <progress aria-label="Making the voice" className="h-2 w-24" />
            )}
            <button type="button" className="button" onClick={cancel}>
              Cancel
            </button>
          </>
        )}
      </div>
    </form>
  )
}

function Stretch({ fault, length }: { readonly fault: string | null; readonly length: string }) {
  const app = useApp()
  const playing = useAppState(({ transport }) => transport.playing)
  const isRead = useOpen(({ analysis }) => analysis.phase !== 'running')
  const suggest = () => {
    if (suggestStretch(app)) return
    const next = isRead
      ? 'Select 5 to 10 seconds in which only this person speaks.'
      : 'It is still being read: wait a little, or select it yourself.'
    app.store.tell(`No stretch of this recording stands out as clean enough. ${next}`)
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p aria-live="polite" className={`min-w-0 flex-1 basis-80 ${fault === null ? '' : 'text-warn'}`}>
        {fault ??
          `It is made from the ${length} s that are selected on the waveform. Only this person should be heard in them; select others if not.`}
      </p>
      <button type="button" className="button" onClick={() => (playing ? pause(app) : playSelection(app))}>
        {playing ? <Square size={16} aria-hidden /> : <SquareDashed size={16} aria-hidden />}
        {playing ? 'Stop' : 'Hear the stretch'}
      </button>
      <button type="button" className="button" onClick={suggest}>
        Suggest a stretch
      </button>
    </div>
  )
}

/** Asks for the voice; once, and cancelled when the form goes away. */
function useMakeVoice(name: string, onDone: () => void) {
  const app = useApp()
  const queries = useQueryClient()
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const stop = useRef(new AbortController())
  useEffect(() => () => stop.current.abort(), [])
  const { mutate, isPending } = useMutation({
    retry: false,
    networkMode: 'always',
    mutationFn: () => {
      stop.current = new AbortController()
      app.store.clearFault()
      return makeVoice(app, name, { signal: stop.current.signal, onWaiting: setWaiting })
    },
    onSuccess: async () => {
      onDone()
      await queries.invalidateQueries({ queryKey: ['voices'] })
    },
    onError: (error) => {
      if (isAbort(error)) app.store.tell('Cancelled. Look under “Voices …” whether the voice was made all the same.')
      else app.store.fail(error)
    },
  })
  return { start: () => mutate(), cancel: () => stop.current.abort(), busy: isPending, waiting }
}
