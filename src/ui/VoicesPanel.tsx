import { Popover } from '@base-ui/react/popover'
import { AudioLines } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { LANGUAGES } from '../infill/contract'
import { Check } from './Check'
import { PopoverPanel } from './PopoverPanel'
import { Tip } from './Tip'
import { usePreview } from './usePreview'
import { useStatus, useVoiceSearch } from './useService'
import { VoiceLine } from './VoiceLine'

/** While keys come faster than this, in ms, nothing is searched. */
const typingMs = 250

/** A button that opens all the voices there are: to be searched, heard, chosen, made and deleted. */
export function VoicesPanel({ onMake }: { readonly onMake: () => void }) {
  const [open, setOpen] = useState(false)
  const [toMake, setToMake] = useState(false)
  const { data: status } = useStatus()
  const close = (making: boolean) => {
    setToMake(making)
    setOpen(false)
    if (making) onMake()
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Tip says="Search, hear, make and delete voices">
        <Popover.Trigger className="button" data-voices disabled={!status}>
          Voices …
        </Popover.Trigger>
      </Tip>
      <PopoverPanel name="Voices" side="top" align="start" look="popover-list w-120" roomy finalFocus={!toMake}>
        <VoiceSearch onClose={close} />
      </PopoverPanel>
    </Popover.Root>
  )
}

function VoiceSearch({ onClose }: { readonly onClose: (making: boolean) => void }) {
  const { data: status } = useStatus()
  const [text, setText] = useState('')
  const [language, setLanguage] = useState('')
  const [own, setOwn] = useState(false)
  const settled = useSettled(text.trim(), typingMs)
  const search = {
    ...(settled === '' ? {} : { text: settled }),
    ...(language === '' ? {} : { language }),
    onlyOwn: own,
  }
  const spoken = LANGUAGES.filter(({ code }) => status?.capabilities.languages.includes(code))
  return (
    <>
      <div className="flex items-center gap-2">
        <input
          type="search"
          aria-label="Search voices"
          placeholder="Search by name or description"
          className="field min-w-0 flex-1"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Popover.Close className="button button-quiet">Close</Popover.Close>
      </div>
      <VoiceResults search={search} onMake={() => onClose(true)} onChosen={() => onClose(false)}>
        {spoken.length > 1 && (
          <select
            aria-label="Spoken in"
            className="field max-w-44"
            value={language}
            onChange={({ target }) => setLanguage(target.value)}
          >
            <option value="">any language</option>
            {spoken.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
        <Check name="Only my own" checked={own} onChange={setOwn} />
      </VoiceResults>
    </>
  )
}

interface VoiceResultsProps {
  readonly search: Parameters<typeof useVoiceSearch>[0]
  readonly onMake: () => void
  readonly onChosen: () => void
  /** What narrows the search. */
  readonly children: ReactNode
}

function VoiceResults({ search, onMake, onChosen, children }: VoiceResultsProps) {
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useVoiceSearch(search)
  const preview = usePreview()
  const voices = data?.pages.flatMap(({ voices: page }) => page) ?? []
  const count = voices.length === 1 ? 'One voice' : `${voices.length} voices`
  const found = isPending
    ? 'Looking …'
    : voices.length === 0
      ? 'No voice is found.'
      : `${count}${hasNextPage ? ', and more' : ''}`
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {children}
        <p aria-live="polite" className="ml-auto text-muted text-xs">
          {error ? '' : found}
        </p>
      </div>
      {error && (
        <div className="flex flex-wrap items-center gap-2 text-fault">
          <p role="alert" className="min-w-0 flex-1">
            {error.message}
          </p>
          <button type="button" className="button" onClick={() => void refetch()}>
            Try again
          </button>
        </div>
      )}
      <div className="-mx-1 min-h-24 flex-1 overflow-y-auto px-1">
        <ul aria-label="Voices" className="flex flex-col gap-1">
          {voices.map((voice) => (
            <VoiceLine key={voice.id} voice={voice} preview={preview} onChosen={onChosen} />
          ))}
        </ul>
        {hasNextPage && (
          <button
            type="button"
            className="button mt-2 w-full"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {isFetchingNextPage ? 'Loading …' : 'More voices'}
          </button>
        )}
      </div>
      <button type="button" className="button button-small self-start" onClick={onMake}>
        <AudioLines size={14} aria-hidden />
        Make a voice from this recording
      </button>
    </>
  )
}

/** `value` once it has not changed for `ms`. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
