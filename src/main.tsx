import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { must } from './base/assert'
import type { App as AppServices } from './state/app'
import { listProjects } from './state/projectFlow'
import { createAppStore } from './state/store'
import { keepViewSettled } from './state/viewFlow'
import { openFiles } from './storage/files'
import { openProjects } from './storage/projects'
import { openRecords } from './storage/records'
import { openTakeStore } from './storage/takes'
import { App } from './ui/App'
import { AppContext } from './ui/appContext'
import './ui/theme.css'
import './player/waveform.css'

const files = await openFiles()
const app: AppServices = {
  store: createAppStore(),
  files,
  takes: openTakeStore(files),
  projects: openProjects(await openRecords()),
  workspace: null,
  playback: null,
}
const queries = new QueryClient()
keepViewSettled(app)
void listProjects(app)

createRoot(must(document.getElementById('root'), 'the page has no root')).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <AppContext value={app}>
        <App />
      </AppContext>
    </QueryClientProvider>
  </StrictMode>,
)
