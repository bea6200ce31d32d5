import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Play, Square, Trash2 } from 'lucide-react'
import type { VoiceBody } from '../infill/contract'
import { chooseVoice, languageName, removeVoice } from '../state/voiceFlow'
import { useApp, useAppState } from './appContext'
import { ConfirmButton } from './ConfirmButton'
import { Tip } from './Tip'
import type { Preview } from './usePreview'

interface VoiceLineProps {
  readonly voice: VoiceBody
  readonly preview: Preview
  readonly onChosen: () => void
}

/** One voice: what is known of it, to be heard, chosen and, if it is the user's own, deleted. */
export function VoiceLine({ voice, preview, onChosen }: VoiceLineProps) {
  const app = useApp()
  const chosen = useAppState(({ voiceId }) => voiceId === voice.id)
  const problem = preview.hearing?.voiceId === voice.id ? preview.hearing.problem : null
  const { name, description, language, gender, accent, is_owner: own } = voice
  const facts = [languageName(language), accent, gender].filter((fact) => fact !== null && fact !== '')
  return (
    <li
      aria-current={chosen}
      className={`flex items-center gap-2 rounded-md border px-2 py-1 ${chosen ? 'border-accent bg-raised' : 'border-line'}`}
    >
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <bdi className="min-w-0 truncate font-medium">{name}</bdi>
          {own && <span className="rounded-sm border border-accent px-1 text-accent text-xs">own</span>}
        </p>
        <p className="line-clamp-2 text-muted text-xs">
          {facts.join(' · ')}
          {description !== '' && ` · ${description}`}
        </p>
        {problem !== null && (
          <p role="alert" className="text-fault text-xs">
            {problem}
          </p>
        )}
      </div>
      <HearButton voice={voice} preview={preview} />
      <button
        type="button"
        className={`button button-small min-w-22 ${chosen ? 'button-primary' : ''}`}
        aria-label={chosen ? `Keep ${name}` : `Choose ${name}`}
        onClick={() => {
          chooseVoice(app, voice)
          onChosen()
        }}
      >
        <Check size={14} aria-hidden />
        {chosen ? 'Keep' : 'Choose'}
      </button>
      {own && <DeleteButton voice={voice} />}
    </li>
  )
}

function HearButton({ voice: { id, name }, preview }: Pick<VoiceLineProps, 'voice' | 'preview'>) {
  const { hearing, hear, stop } = preview
  const phase = hearing?.voiceId === id && hearing.phase !== 'failed' ? hearing.phase : null
  return (
    <Tip says={phase === null ? `Hear ${name}` : `Stop ${name}`}>
      <button
        type="button"
        className="button button-small"
        aria-label={phase === null ? `Hear ${name}` : `Stop ${name}`}
        aria-busy={phase === 'loading'}
        onClick={() => (phase === null ? hear(id) : stop())}
      >
        {phase === null ? <Play size={14} aria-hidden /> : <Square size={14} aria-hidden />}
      </button>
    </Tip>
  )
}

function DeleteButton({ voice }: { readonly voice: VoiceBody }) {
  const app = useApp()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    retry: false,
    networkMode: 'always',
    mutationFn: () => removeVoice(app, voice),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['voices'] }),
    onError: (error) => app.store.fail(error),
  })
  return (
    <ConfirmButton
      name={`Delete ${voice.name}`}
      question={`Delete the voice “${voice.name}”?`}
      explanation="It is deleted at the speech service, for everybody who uses this account, and cannot be brought back. Takes it has spoken stay."
      confirm="Delete it"
      onConfirm={mutate}
    >
      <Trash2 size={14} aria-hidden />
    </ConfirmButton>
  )
}
