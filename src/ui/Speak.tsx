import { Mic, RotateCcw, Square, X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { changeCredits } from '../infill/contract'
import type { Speaking } from '../state/document'
import { closeSpeaking, finishSpeaking, openSpeaking, recordTake, restartSpeaking } from '../state/speakFlow'
import { useApp, useAppState, useOpen } from './appContext'
import { LevelMeter } from './LevelMeter'
import { Tip } from './Tip'
import { ToolButton } from './ToolButton'
import { useNow } from './useNow'
import { useStatus } from './useService'

/** Opens the microphone, to speak a take oneself. */
export function SpeakButton() {
  const app = useApp()
  const open = useAppState(({ speaking }) => speaking !== null)
  const readOnly = useOpen(({ readOnly }) => readOnly)
  return (
    <Tip says={open ? 'Close the microphone; nothing is kept' : 'Record a take with the microphone'} keys="R">
      <button
        type="button"
        className="button button-small"
        aria-expanded={open}
        disabled={readOnly}
        onClick={() => (open ? closeSpeaking(app) : void openSpeaking(app))}
      >
        <Mic size={16} aria-hidden />
        Speak it yourself
      </button>
    </Tip>
  )
}

/** Speaking a take: the level of the microphone, counting in, recording. */
export function SpeakPanel() {
  const speaking = useAppState(({ speaking }) => speaking)
  const section = useRef<HTMLElement>(null)
  const open = speaking !== null
  useEffect(() => {
    if (open) section.current?.focus({ preventScroll: false })
  }, [open])
  if (!speaking) return null
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label="Speak it yourself"
      className="flex flex-col gap-2 rounded-md border border-accent p-2"
    >
      {speaking.phase === 'opening' ? (
        <div className="flex flex-wrap items-center gap-2">
          <progress aria-label="Opening the microphone" className="h-2 w-16" />
          <span className="flex-1">The browser asks whether Pickup may use the microphone.</span>
          <CloseButton />
        </div>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Recording speaking={speaking} />
            <LevelMeter />
            {speaking.phase !== 'recording' && <CloseButton />}
          </div>
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <SpeaksAs />
            {speaking.phase === 'ready' && <Hint />}
          </div>
        </>
      )}
    </section>
  )
}

function Hint() {
  const hasSelection = useOpen(({ selection }) => selection !== null)
  return (
    <span className="text-muted text-xs">
      {hasSelection
        ? 'You hear the 3 s before the selection, then you speak.'
        : 'Select what you will speak instead, then record.'}
    </span>
  )
}

function CloseButton() {
  const app = useApp()
  return (
    <button type="button" className="button button-quiet button-small ml-auto" onClick={() => closeSpeaking(app)}>
      <X size={14} aria-hidden />
      Close the microphone
    </button>
  )
}

type OpenPhase = Exclude<Speaking, { phase: 'opening' }>

function Recording({ speaking }: { readonly speaking: OpenPhase }) {
  const app = useApp()
  const hasSelection = useOpen(({ selection }) => selection !== null)
  if (speaking.phase === 'ready') {
    return (
      <ToolButton
        says="Plays the 3 s before the selection, then records"
        keys="R"
        look="button-primary"
        disabled={!hasSelection}
        onPress={() => recordTake(app)}
      >
        <Mic size={16} aria-hidden />
        Record
      </ToolButton>
    )
  }
  const counting = speaking.phase === 'counting'
  return (
    <>
      <ToolButton
        says={counting ? 'Stop counting in' : 'Stop, and put it in place'}
        keys="R"
        look="button-primary"
        onPress={() => (counting ? restartSpeaking(app) : void finishSpeaking(app))}
      >
        <Square size={16} aria-hidden />
        {counting ? 'Cancel' : 'Stop and use it'}
      </ToolButton>
      {!counting && (
        <button type="button" className="button" onClick={() => restartSpeaking(app)}>
          <RotateCcw size={16} aria-hidden />
          Start over
        </button>
      )}
      <Elapsed speaking={speaking} />
    </>
  )
}

function Elapsed({ speaking }: { readonly speaking: Exclude<OpenPhase, { phase: 'ready' }> }) {
  const now = useNow(100)
  if (speaking.phase === 'counting') {
    const left = Math.max(1, Math.ceil((speaking.startsAt - now) / 1000))
    return (
      <span role="status" className="font-semibold tabular-nums">
        Recording in {left} …
      </span>
    )
  }
  return (
    <span className="flex items-center gap-2 tabular-nums">
      <span role="status" className="font-semibold text-fault">
        ● Recording
      </span>
      <span>{(Math.max(0, now - speaking.since) / 1000).toFixed(1)} s</span>
    </span>
  )
}

/** Whether the take stays as it was spoken or is said again in the chosen voice. */
function SpeaksAs() {
  const app = useApp()
  const { data: status } = useStatus()
  const { inVoice, voice } = useAppState(({ speaksInVoice, voices, voiceId }) => ({
    inVoice: speaksInVoice,
    voice: voices.find(({ id }) => id === voiceId)?.name ?? null,
  }))
  const can = status?.capabilities.changesVoices
  const changes = can === true && voice !== null
  useEffect(() => {
    if (status && !status.capabilities.changesVoices) app.store.patch({ speaksInVoice: false })
  }, [app, status])
  const set = (speaksInVoice: boolean) => () => app.store.patch({ speaksInVoice })
  const name = useId()
  const missing = can
    ? 'no voice is chosen'
    : can === false
      ? 'the embedded voice cannot do that'
      : 'the service is offline'
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
      <legend className="sr-only">How the take is used</legend>
      <label className="flex min-h-6 items-center gap-1.5">
        <input type="radio" name={name} className="accent-accent" checked={!inVoice} onChange={set(false)} />
        As I say it
      </label>
      <label className={`flex min-h-6 items-center gap-1.5 ${changes ? '' : 'text-muted'}`}>
        <input
          type="radio"
          name={name}
          className="accent-accent"
          disabled={!changes}
          checked={inVoice}
          onChange={set(true)}
        />
        {changes
          ? `And once more in the voice of ${voice}${status?.capabilities.billed ? `: ${changeCredits(1)} credits a second` : ''}`
          : `In another voice: ${missing}`}
      </label>
    </fieldset>
  )
}
