import { whileDoing } from './activity'
import type { App } from './app'
import { goOn } from './goOn'
import { present } from './historyFlow'
import { takeOver } from './projectFlow'
import { takesOf } from './storedTakes'
import { isViewUntouched } from './viewFlow'

/** Takes the open project over from another tab, and goes on from what that tab saved. */
export async function takeProjectOver(app: App): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  try {
    const { stored, takes } = await whileDoing(app, 'Taking the project over', async () => {
      const stored = await takeOver(app, workspace)
      return { stored, takes: await takesOf(app, stored) }
    })
    if (app.workspace !== workspace) return
    workspace.viewAwaited = true
    store.edit((document) => ({
      ...present(workspace, document, stored.history),
      takes,
      saving: 'saved',
      readOnly: false,
      // What was not begun here is as the other tab left it.
      ...(isViewUntouched(workspace, document) && { selection: null, text: '' }),
    }))
    await goOn(app, workspace)
  } catch (error) {
    store.fail(error)
  }
}
