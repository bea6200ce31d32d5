import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { must } from '../base/assert'
import type { App } from '../state/app'
import type { AppState, OpenDocument } from '../state/document'

/** Gives the components the app they belong to. */
export const AppContext = createContext<App | null>(null)

/** The app whose page this is. */
export function useApp(): App {
  return must(useContext(AppContext), 'a component outside the app')
}

/** A part of the state; the component renders again only when that part changes, compared one level deep. */
export function useAppState<Part>(select: (state: AppState) => Part): Part {
  return useStore(useApp().store.api, useShallow(select))
}

/** A part of the open document. For components that exist only while a recording is open. */
export function useOpen<Part>(select: (document: OpenDocument) => Part): Part {
  return useAppState((state) => {
    const document = state.session.kind === 'open' ? state.session.document : null
    return select(must(document, 'no recording is open'))
  })
}
