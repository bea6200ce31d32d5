import { isAbort } from '../base/errors'
import { chooseTarget, saveTo } from '../storage/saveBlob'
import { during } from './activity'
import type { App } from './app'
import { exportName } from './exportName'
import { listProjects } from './projectFlow'

const ending = '.pickup'
const kind = { description: 'Pickup project', type: 'application/zip', extension: 'pickup' }

/** Whether a file says by its name that it is a project file. */
export const isProjectFile = (file: File): boolean => file.name.toLowerCase().endsWith(ending)

/** Saves the open project with its takes as one file, to move it to another machine or keep it beside the episode. */
export async function saveProjectFile(app: App): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  try {
    const target = await chooseTarget(exportName(workspace.stored.recording.name, ending), kind)
    if (!target) return
    const { saved, absent } = await during(app, 'Saving the project file', async ({ signal, onProgress }) => {
      const stop = AbortSignal.any([signal, workspace.ending])
      const { writeProjectFile } = await import('../storage/projectFile')
      const { blob, absent } = await writeProjectFile(workspace.stored, app.takes, { signal: stop, onProgress })
      const saved = await saveTo(target, blob, { signal: stop, onProgress: (done) => onProgress(done / blob.size) })
      return { saved, absent }
    })
    const without = absent.length === 0 ? '' : ` Without ${absent.length} takes that could not be read.`
    store.tell(`Saved ${saved}.${without} It does not hold the recording: keep the two together.`)
  } catch (error) {
    if (isAbort(error)) store.tell('Saving cancelled. Nothing was written.')
    else store.fail(error)
  }
}

/** Takes a project from a file into this browser; its recording is asked for next. */
export async function openProjectFile(app: App, file: File): Promise<void> {
  app.store.tell(`Reading ${file.name} …`)
  try {
    const { id, recording, history } = await during(app, 'Reading the project file', async (following) => {
      const { importProject, readProjectFile } = await import('../storage/projectFile')
      return importProject(await readProjectFile(file), app, following)
    })
    await listProjects(app)
    const fixes = history.present.fixes.length
    const read = `Read ${fixes === 1 ? 'one fix' : `${fixes} fixes`} for “${recording.name}”.`
    // What is open stays so: the project waits in the list.
    if (app.store.get().session.kind === 'open') {
      return app.store.tell(`${read} Now drop or open that recording to go on.`)
    }
    app.store.patch({ wanted: { id, name: recording.name } })
    app.store.tell(`${read} Choose that recording to go on.`, ({ wanted }) => wanted?.id === id)
  } catch (error) {
    if (isAbort(error)) app.store.tell('Not opened.')
    else app.store.fail(error)
  }
}
