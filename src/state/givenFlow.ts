import { droppedFiles, type GivenFile, onLaunch } from '../storage/fileAccess'
import type { App } from './app'
import { dropAs, takeFromFile } from './droppedTake'
import { openGiven } from './openFlow'
import { isProjectFile } from './projectFileFlow'

/**
 * Opens what was dropped on the page; of several recordings the first. Where a single file could be a take of what is selected,
 * the user is asked. Call it in the drop event itself.
 */
export async function openDropped(app: App, transfer: DataTransfer): Promise<void> {
  const given = await droppedFiles(transfer)
  const [first, ...others] = given
  const as = first && others.length === 0 ? await dropAs(app, first.file) : 'recording'
  if (first && as === 'take') return takeFromFile(app, first.file)
  if (as === 'recording') await openInTurn(app, given)
}

/** Opens the files with which the installed app is started from the file manager, where the browser hands them over. */
export function openLaunched(app: App): void {
  const open = async (files: Promise<GivenFile[]>) => {
    try {
      await openInTurn(app, await files)
    } catch (error) {
      app.store.fail(error)
    }
  }
  onLaunch((files) => void open(files))
}

/** Takes in every project file, opens the first recording, and keeps the others for their turn. */
async function openInTurn(app: App, given: readonly GivenFile[]): Promise<void> {
  // Project files first: the recording that comes with one then finds its fixes.
  for (const project of given.filter(({ file }) => isProjectFile(file))) await openGiven(app, project)
  const [first, ...others] = given.filter(({ file }) => !isProjectFile(file))
  if (!first) return
  const names = others.map(({ file }) => file.name)
  const openNext = () => void openInTurn(app, others)
  app.store.patch({ queue: names.length === 0 ? null : { names, openNext } })
  await openGiven(app, first)
}
