import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { must } from './base/assert'
import { messageOf } from './base/errors'
import { browserOutput } from './player/audioOutput'
import { openMicrophone } from './player/microphone'
import type { App as AppServices } from './state/app'
import { openLaunched } from './state/givenFlow'
import { Opening } from './state/opening'
import { keepPreferring } from './state/preferencesFlow'
import { listProjects } from './state/projectFlow'
import { createAppStore } from './state/store'
import { keepOffline } from './state/updateFlow'
import { keepViewSettled } from './state/viewFlow'
import { openFiles } from './storage/files'
import { openProjects } from './storage/projects'
import { openRecords } from './storage/records'
import { openTakeStore } from './storage/takes'
import { App } from './ui/App'
import { AppContext } from './ui/appContext'
import { Crash } from './ui/Crash'
import { loadEditing } from './ui/useEditing'
import './ui/theme.css'
import './ui/forcedColours.css'
import './player/waveform.css'

const root = createRoot(must(document.getElementById('root'), 'the page has no root'))

/** Opens the browser's storage and builds what the flows work with. */
async function buildServices(): Promise<AppServices> {
  const files = await openFiles()
  const projects = openProjects(await openRecords())
  return {
    store: createAppStore(),
    files,
    takes: openTakeStore(files),
    projects,
    opening: new Opening(),
    openSound: browserOutput,
    openMicrophone,
    workspace: null,
    playback: null,
  }
}

/** Does what is not needed yet once the browser has nothing better to do. */
function whenIdle(task: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(task)
  else setTimeout(task, 1000)
}

function mount(app: AppServices): void {
  addEventListener('unhandledrejection', ({ reason }) => app.store.fail(reason))
  keepViewSettled(app)
  keepPreferring(app)
  void listProjects(app)
  openLaunched(app)
  root.render(
    <StrictMode>
      <QueryClientProvider client={new QueryClient()}>
        <AppContext value={app}>
          <Crash>
            <App />
          </Crash>
        </AppContext>
      </QueryClientProvider>
    </StrictMode>,
  )
  // A recording asks for it again, and a failure is shown then.
  whenIdle(() => {
    void loadEditing().catch(() => {})
    if (import.meta.env.PROD) void keepOffline(app)
  })
}

try {
  mount(await buildServices())
} catch (error) {
  root.render(<p role="alert">{messageOf(error)}</p>)
}
