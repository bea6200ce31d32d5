import { useRef, useState } from 'react'
import { LANGUAGES, type VoiceBody } from '../infill/contract'
import { chooseVoice } from '../state/voiceFlow'
import { useApp, useAppState } from './appContext'
import { EngineBadge } from './EngineBadge'
import { LabelledSelect } from './LabelledSelect'
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
      <div ref={row} className="flex flex-wrap items-center gap-x-3 gap-y-2 max-sm:[&_label>span]:w-18">
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
      <LabelledSelect
        label="Voice"
        look="w-32"
        value={voiceId ?? ''}
        disabled={!isSuccess}
        onChange={(chosen) => {
          const voice = voices.find(({ id }) => id === chosen)
          if (voice) chooseVoice(app, voice)
        }}
      >
        {!isSuccess && <option value={voiceId ?? ''}>{failed ? 'not available' : 'loading …'}</option>}
        {isSuccess && own.length > 0 && <VoiceGroup name="Your voices" voices={own} />}
        {isSuccess && others.length > 0 && <VoiceGroup name="Voices" voices={others} />}
      </LabelledSelect>
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
    <LabelledSelect
      label="Language"
      look="max-w-30"
      value={language}
      onChange={(language) => app.store.patch({ language, voiceNote: null })}
    >
      {spoken.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </LabelledSelect>
  )
}

function Models() {
  const app = useApp()
  const { data: status } = useStatus()
  const model = useAppState(({ model }) => model)
  const models = status?.capabilities.models ?? []
  if (models.length < 2) return null
  return (
    <LabelledSelect
      label="Model"
      tip="The newest is usually best; a professional clone needs one with a date"
      look="max-w-26"
      value={model ?? models[0] ?? ''}
      onChange={(model) => app.store.patch({ model, voiceNote: null })}
    >
      {models.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </LabelledSelect>
  )
}
