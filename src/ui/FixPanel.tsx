import { Scissors, Sparkles } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { credits, LANGUAGES } from '../infill/contract'
import { cutSelection } from '../state/fixFlow'
import { useApp, useAppState, useOpen } from './appContext'
import { EngineBadge } from './EngineBadge'
import { JobList } from './JobList'
import { JoinControls } from './JoinControls'
import { JoinLine } from './JoinLine'
import { TakeList } from './TakeList'
import { useGenerate } from './useGenerate'
import { useStatus, useVoices } from './useService'

/** What to say instead, in which voice, and the takes of it. */
export function FixPanel() {
  const app = useApp()
  const start = useGenerate()
  const { text, hasSelection, readOnly } = useOpen(({ text, selection, readOnly }) => ({
    text,
    hasSelection: selection !== null,
    readOnly,
  }))
  const box = useRef<HTMLTextAreaElement>(null)
  useFocusAfterSelecting(box)
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      event.currentTarget.blur()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      if (!event.repeat) start()
    }
  }
  return (
    <section aria-label="Fix" className="panel flex min-w-0 flex-col gap-2 overflow-y-auto p-3">
      <label className="flex flex-col gap-1">
        <span className="font-semibold">Say instead</span>
        <textarea
          ref={box}
          id="replacement-text"
          aria-label="Replacement text"
          rows={2}
          placeholder={
            hasSelection ? 'What should have been said' : 'Select the flub first, then type what should have been said'
          }
          className="field resize-y text-base"
          value={text}
          onChange={(event) => {
            app.store.clearFault('no-text')
            app.store.edit(() => ({ text: event.target.value }))
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <VoiceAndLanguage />
      <div className="flex flex-wrap items-center gap-2">
        <button
          type="button"
          className="button button-primary"
          title="Ctrl/Cmd Enter"
          disabled={readOnly}
          onClick={start}
        >
          <Sparkles size={16} aria-hidden />
          Generate
        </button>
        <button
          type="button"
          className="button"
          disabled={!hasSelection || readOnly}
          title="Remove the selection and close the gap (X)"
          onClick={() => void cutSelection(app)}
        >
          <Scissors size={16} aria-hidden />
          Cut it
        </button>
        <Cost text={text} />
      </div>
      <JobList />
      <TakeList />
      <JoinLine />
      <JoinControls />
    </section>
  )
}

function useFocusAfterSelecting(box: React.RefObject<HTMLTextAreaElement | null>) {
  const asked = useAppState(({ focusText }) => focusText)
  const answered = useRef(asked)
  useEffect(() => {
    if (answered.current === asked) return
    answered.current = asked
    box.current?.focus({ preventScroll: true })
  }, [box, asked])
}

function VoiceAndLanguage() {
  const app = useApp()
  const { data: status } = useStatus()
  const { data: voices, isError, refetch } = useVoices()
  const { voiceId, language } = useAppState(({ voiceId, language }) => ({ voiceId, language }))
  const spoken = LANGUAGES.filter(({ code }) => status?.capabilities.languages.includes(code) ?? code === 'en')
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <label className="flex items-center gap-2">
        <span className="text-muted">Voice</span>
        <select
          aria-label="Voice"
          className="field max-w-60"
          value={voiceId ?? ''}
          disabled={!voices}
          onChange={(event) => app.store.patch({ voiceId: event.target.value })}
        >
          {voices?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          )) ?? <option value="">{isError ? 'not available' : 'loading …'}</option>}
        </select>
      </label>
      {isError && (
        <button type="button" className="button" onClick={() => void refetch()}>
          Load the voices again
        </button>
      )}
      <label className="flex items-center gap-2">
        <span className="text-muted">Language</span>
        <select
          aria-label="Language"
          className="field max-w-44"
          value={language}
          onChange={(event) => app.store.patch({ language: event.target.value })}
        >
          {spoken.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <EngineBadge />
    </div>
  )
}

function Cost({ text }: { readonly text: string }) {
  const { data: status } = useStatus()
  if (!status) return null
  const price = status.capabilities.billed ? `${credits(text.trim())} credits` : 'free of charge'
  return <span className="text-muted text-xs">{price} · tip: longer text joins better</span>
}
