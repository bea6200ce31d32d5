import { Tabs } from '@base-ui/react/tabs'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Panel } from '../state/document'
import { useApp, useAppState, useOpen } from './appContext'
import { JoinTab } from './JoinTab'
import { Tip } from './Tip'

const tabStyle =
  'min-h-7 cursor-pointer border-transparent border-b-2 px-3 text-muted hover:text-ink data-active:border-accent data-active:font-semibold data-active:text-ink'

/** What is said, which `children` show, and how the fix at hand sits in the recording. */
export function FixTabs({ children }: { readonly children: ReactNode }) {
  const app = useApp()
  const fix = useOpen(({ history, editing }) => history.present.fixes.find(({ id }) => id === editing) ?? null)
  const { panel, speaking } = useAppState(({ panel, speaking }) => ({ panel, speaking: speaking !== null }))
  const shown = fix === null ? 'say' : panel
  const joinPanel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (shown !== 'join') return
    const panel = joinPanel.current?.parentElement
    panel?.scrollTo({ top: 0 })
    // Not when the tab itself was pressed: then the focus belongs there.
    if (document.activeElement?.matches('[role="tab"]')) return
    joinPanel.current?.focus({ preventScroll: true })
    panel?.scrollIntoView({ block: 'nearest' })
  }, [shown])
  return (
    <Tabs.Root
      value={shown}
      onValueChange={(panel: Panel) => app.store.patch({ panel })}
      render={
        <section
          aria-label="Fix"
          className="panel relative flex min-w-0 flex-col gap-2 hints-more overflow-y-auto scroll-pt-12 p-3"
        />
      }
    >
      <Tabs.List
        aria-label="The fix at hand"
        className="sticky -top-3 z-10 -mx-3 -mt-3 flex gap-1 border-line border-b bg-panel px-3 pt-1"
      >
        <Tabs.Tab value="say" className={tabStyle}>
          Say instead
        </Tabs.Tab>
        <Tip
          says={fix ? 'How the fix sits in the recording' : 'Once there is a fix: how it sits in the recording'}
          keys="J"
        >
          {/* An open microphone stays in sight. */}
          <Tabs.Tab value="join" className={tabStyle} disabled={!fix || speaking}>
            Join
          </Tabs.Tab>
        </Tip>
      </Tabs.List>
      <Tabs.Panel value="say" keepMounted className="flex flex-col gap-2">
        {children}
      </Tabs.Panel>
      <Tabs.Panel ref={joinPanel} value="join" className="flex flex-col gap-2">
        {fix && <JoinTab key={fix.id} fix={fix} />}
      </Tabs.Panel>
    </Tabs.Root>
  )
}
