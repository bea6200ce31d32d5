import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { must } from './base/assert'
import type { App as AppServices } from './state/app'
import { createAppStore } from './state/store'
import { openFiles } from './storage/files'
import { openTakeStore } from './storage/takes'
import { App } from './ui/App'
import { AppContext } from './ui/appContext'
import { OpenRequestProvider } from './ui/openRequest'
import './ui/theme.css'
import './player/waveform.css'

const app: AppServices = {
  store: createAppStore(),
  takes: openTakeStore(await openFiles()),
  workspace: null,
  playback: null,
}
const queries = new QueryClient()

createRoot(must(document.getElementById('root'), 'the page has no root')).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <AppContext value={app}>
        <OpenRequestProvider>
          <App />
        </OpenRequestProvider>
      </AppContext>
    </QueryClientProvider>
  </StrictMode>,
)
