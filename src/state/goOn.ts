import { whileDoing } from './activity'
import { pausesFound } from './analysisFlow'
import type { App } from './app'
import { renderAgain } from './historyFlow'
import { rememberPlace } from './projectFlow'
import { restoreView } from './viewFlow'
import type { Workspace } from './workspace'

/** Renders what the project needs, before any step on it, and shows it as it was left. */
export async function goOn(app: App, workspace: Workspace): Promise<void> {
  const { store } = app
  await workspace.inOrder(async () => {
    await whileDoing(app, 'Putting the fixes in place', () => renderAgain(app, workspace))
    await restoreView(app, workspace)
    if (store.document()?.readOnly === false) await rememberPlace(app, workspace)
  })
  if (app.workspace !== workspace) return
  const { recording, history } = workspace.stored
  const count = history.present.fixes.length
  const document = store.document()
  const pauses = document?.analysis.phase === 'done' ? ` ${pausesFound(document.pauses.length)}` : ''
  store.tell(`Going on with ${recording.name}: ${count === 1 ? 'one fix' : `${count} fixes`}.${pauses}`)
}
