import { Sparkles } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { textSize } from '../state/textSize'
import { useApp, useAppState, useOpen } from './appContext'
import { Cost } from './Cost'
import { FixTabs } from './FixTabs'
import { GenerateOptions } from './GenerateOptions'
import { JoinLine } from './JoinLine'
import { PlanLine } from './PlanLine'
import { SpanActions } from './SpanActions'
import { SpeakButton, SpeakPanel } from './Speak'
import { TakeList } from './TakeList'
import { TextRoom } from './TextRoom'
import { ToolButton } from './ToolButton'
import { useGenerate } from './useGenerate'
import { VoiceChoice } from './VoiceChoice'

/** What to say instead, in which voice, and the takes of it. Each part looks at the document for itself. */
export function FixPanel() {
  return (
    <FixTabs>
      <Words />
      <div className="flex flex-wrap items-center gap-2">
        <GenerateButton />
        <GenerateOptions />
        <Cost />
        <PlanLine />
      </div>
      <SpeakPanel />
      <TakeList />
      <JoinLine />
      <VoiceChoice />
      <div className="flex flex-wrap items-center gap-2 max-sm:*:grow">
        <SpeakButton />
        <SpanActions />
      </div>
    </FixTabs>
  )
}

function Words() {
  const app = useApp()
  const start = useGenerate()
  const { text, placeholder } = useOpen(({ text, selection }) => ({
    text,
    placeholder: placeholderFor(selection?.snapped.range ?? null),
  }))
  const size = textSize(text)
  const tooLong = size.room === 'over'
  const box = useRef<HTMLTextAreaElement>(null)
  useFocusAfterSelecting(box)
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      event.currentTarget.blur()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      if (!event.repeat && !tooLong) start()
    }
  }
  return (
    <>
      <textarea
        ref={box}
        id="replacement-text"
        aria-label="Replacement text"
        rows={2}
        placeholder={placeholder}
        aria-invalid={tooLong}
        aria-describedby="text-room"
        className="field resize-y text-base"
        value={text}
        onChange={(event) => app.store.edit(() => ({ text: event.target.value }))}
        onKeyDown={onKeyDown}
      />
      <TextRoom id="text-room" size={size} />
    </>
  )
}

function GenerateButton() {
  const start = useGenerate()
  const { readOnly, text } = useOpen(({ readOnly, text }) => ({ readOnly, text }))
  const tooLong = textSize(text).room === 'over'
  return (
    <ToolButton
      says={tooLong ? 'The text is too long' : 'Speak the text in the chosen voice'}
      keys="Ctrl/Cmd Enter"
      look="button-primary"
      disabled={readOnly || tooLong}
      onPress={start}
    >
      <Sparkles size={16} aria-hidden />
      Generate
    </ToolButton>
  )
}

function placeholderFor(range: { readonly start: number; readonly end: number } | null): string {
  if (range === null) return 'Select the flub first, then type what should have been said'
  return range.start === range.end ? 'What should be said here' : 'What should have been said'
}

function useFocusAfterSelecting(box: React.RefObject<HTMLTextAreaElement | null>) {
  const app = useApp()
  const { asked, panel } = useAppState(({ focusText, panel }) => ({ asked: focusText, panel }))
  const answered = useRef(asked)
  useEffect(() => {
    if (answered.current === asked) return
    if (panel !== 'say') return app.store.patch({ panel: 'say' })
    answered.current = asked
    if (app.store.get().makingVoice) return
    box.current?.focus({ preventScroll: true })
  }, [app, box, asked, panel])
}
