import type { ReactNode } from 'react'
import { closeRecording } from '../state/closeFlow'
import { useApp, useAppState } from './appContext'
import { Tip } from './Tip'

/** The head of the page: the way home, and what the page puts beside it. */
export function TopBar({ children }: { readonly children: ReactNode }) {
  return (
    <header className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1.5 sm:px-3">
      <Home />
      {children}
    </header>
  )
}

function Home() {
  const app = useApp()
  const open = useAppState(({ session }) => session.kind === 'open')
  const mark = (
    <>
      <img src="/icon.svg" alt="" width={24} height={24} />
      <span className={open ? 'hidden lg:inline' : ''}>Pickup</span>
    </>
  )
  if (!open) return <p className="flex min-h-8 items-center gap-2 font-semibold text-base">{mark}</p>
  return (
    <Tip says="Close this recording and show all">
      <button
        type="button"
        aria-label="All recordings"
        className="flex min-h-8 cursor-pointer items-center gap-2 font-semibold text-base"
        onClick={() => void closeRecording(app)}
      >
        {mark}
      </button>
    </Tip>
  )
}
