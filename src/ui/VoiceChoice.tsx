import { useRef, useState } from 'react'
import { LANGUAGES, type VoiceBody } from '../infill/contract'
import { chooseVoice } from '../state/voiceFlow'
import { useApp, useAppState } from './appContext'
import { EngineBadge } from './EngineBadge'
import { MakeVoice } from './MakeVoice'
import { useStatus, useVoices } from './useService'
import { VoicesPanel } from './VoicesPanel'

/** Who speaks, in which language, by which model; and where a voice of one's own is made. */
export function VoiceChoice() {
  const [making, setMaking] = useState(false)
  const voiceNote = useAppState(({ voiceNote }) => voiceNote)
  const row = useRef<HTMLDivElement>(null)
  const close = () => {
    setMaking(false)
    row.current?.querySelector<HTMLButtonElement>('[data-voices]')?.focus()
  }
  return (
    <>
      <div ref={row} className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="flex flex-wrap items-center gap-2">
          <Voice />
          <VoicesPanel onMake={() => setMaking(true)} />
        </span>
        <Languages />
        <Models />
        <EngineBadge />
      </div>
      <p aria-live="polite" className="text-warn text-xs empty:hidden">
        {voiceNote}
      </p>
      {making && <MakeVoice onClose={close} />}
    </>
  )
}

function Voice() {
  const app = useApp()
  const { isError: isOffline, refetch: askAgain } = useStatus()
  const { isSuccess, isError, refetch } = useVoices()
  const { voices, voiceId } = useAppState(({ voices, voiceId }) => ({ voices, voiceId }))
  const failed = isError || (isOffline && !isSuccess)
  const own = voices.filter(({ is_owner }) => is_owner)
  const others = voices.filter(({ is_owner }) => !is_owner)
  return (
    <>
      <label className="flex items-center gap-2">
        <span className="text-muted">Voice</span>
        <select
          aria-label="Voice"
          className="field w-32"
          value={voiceId ?? ''}
          disabled={!isSuccess}
          onChange={({ target }) => {
            const voice = voices.find(({ id }) => id === target.value)
            if (voice) chooseVoice(app, voice)
          }}
        >
          {!isSuccess && <option value={voiceId ?? ''}>{failed ? 'not available' : 'loading …'}</option>}
          {isSuccess && own.length > 0 && <VoiceGroup name="Your voices" voices={own} />}
          {isSuccess && others.length > 0 && <VoiceGroup name="Voices" voices={others} />}
        </select>
      </label>
      {failed && (
        <button type="button" className="button" onClick={() => void (isOffline ? askAgain() : refetch())}>
          Load the voices again
        </button>
      )}
    </>
  )
}

function VoiceGroup({ name, voices }: { readonly name: string; readonly voices: readonly VoiceBody[] }) {
  return (
    <optgroup label={name}>
      {voices.map((voice) => (
        <option key={voice.id} value={voice.id}>
          {voice.name}
        </option>
      ))}
    </optgroup>
  )
}

function Languages() {
  const app = useApp()
  const { data: status } = useStatus()
  const language = useAppState(({ language }) => language)
  const spoken = LANGUAGES.filter(({ code }) => status?.capabilities.languages.includes(code) ?? code === language)
  return (
    <label className="flex items-center gap-2">
      <span className="text-muted">Language</span>
      <select
        aria-label="Language"
        className="field max-w-30"
        value={language}
        onChange={({ target }) => app.store.patch({ language: target.value, voiceNote: null })}
      >
        {spoken.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

function Models() {
  const app = useApp()
  const { data: status } = useStatus()
  const model = useAppState(({ model }) => model)
  const models = status?.capabilities.models ?? []
  if (models.length < 2) return null
  return (
    <label className="flex items-center gap-2">
      <span className="text-muted">Model</span>
      <select
        aria-label="Model"
        title="The newest is usually best; a professional clone needs one with a date"
        className="field max-w-26"
        value={model ?? models[0]}
        onChange={({ target }) => app.store.patch({ model: target.value, voiceNote: null })}
      >
        {models.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}
