import { isAbort } from '../base/errors'
import { during, whileDoing } from './activity'
import type { App } from './app'
import { goOn } from './goOn'
import { present } from './historyFlow'
import { handBack, takeOver } from './projectFlow'
import { takesOf } from './storedTakes'
import { isViewUntouched } from './viewFlow'
import type { Workspace } from './workspace'

const notTaken =
  'Not taken over. The other tab may have let go of it all the same; press “Take it over” again to have it here.'

/** Takes the open project over from another tab, and goes on from what that tab saved. */
export async function takeProjectOver(app: App): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  try {
    if (!(await during(app, 'Waiting for the other tab', (wait) => takeOver(app, workspace, wait)))) return
    // In order with what a third tab may ask for: the project can be wanted away again at once.
    const show = () => workspace.inOrder(() => showAsSaved(app, workspace))
    if (await whileDoing(app, 'Taking the project over', show)) await goOn(app, workspace)
  } catch (error) {
    if (isAbort(error)) store.tell(notTaken)
    else store.fail(error)
  }
}

/** Shows what the other tab saved, to be changed here. Gives whether the recording is still open. */
async function showAsSaved(app: App, workspace: Workspace): Promise<boolean> {
  try {
    workspace.stored = await app.projects.load(workspace.stored.id)
  } catch (error) {
    await handBack(app, workspace)
    throw error
  }
  const { stored } = workspace
  const takes = await takesOf(app, stored)
  if (app.workspace !== workspace) return false
  workspace.viewAwaited = true
  app.store.edit((document) => ({
    ...present(workspace, document, stored.history),
    // With those that wait here to be put in place.
    takes: new Map([...document.takes, ...takes]),
    saving: 'saved',
    readOnly: false,
    // What was not begun here is as the other tab left it.
    ...(isViewUntouched(workspace, document) && { selection: null, text: '' }),
  }))
  return true
}
