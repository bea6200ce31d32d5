import { type Markers, markersIn } from '../audio/markers'
import { readTags } from '../audio/tags'
import type { MetadataReport } from '../edit/metadataPlan'
import type { Project } from '../edit/project'
import type { ExportChoice } from './exportFlow'
import type { Workspace } from './workspace'

/** What there is beside the samples of a corrected file. */
export interface Carried {
  readonly metadata: MetadataReport
  /** As the recording has them. */
  readonly markers: Markers
}

/** What is to be told about an export beside its name: sentences with a space in front, or nothing. */
export async function exportNotes(
  workspace: Workspace,
  project: Project,
  choice: ExportChoice,
  { metadata, markers }: Carried,
): Promise<string> {
  const beside = choice.format === 'source' ? metadataNote(metadata) : await notCarried(workspace, choice, markers)
  return leftOut(workspace, project) + beside
}

/** What became of markers and measurements in the file, when that is worth telling. */
function metadataNote({ moved, atSeam, unread, dropped }: MetadataReport): string {
  const notes = [
    moved > 0 && `${moved} markers moved along.`,
    atSeam.length > 0 && `${atSeam.length} that stood inside a fix now stand at its seam.`,
    unread.length > 0 && `Positions in ${unread.join(', ')} could not be read and stay as they were.`,
    dropped.length > 0 && `${dropped.join(', ')} measured the samples as they were and was left out.`,
  ].filter((note) => note !== false)
  return notes.length === 0 ? '' : ` ${notes.join(' ')}`
}

/** What an export in another format leaves behind: markers always, tags in a WAV. */
async function notCarried({ source, layout }: Workspace, { format }: ExportChoice, markers: Markers): Promise<string> {
  const count = markersIn(markers).length
  const tagged = format !== 'flac' && format !== 'mp3' && Object.keys(await readTags(source, layout)).length > 0
  const left = [count > 0 && (count === 1 ? 'a marker' : `${count} markers`), tagged && 'tags'].filter(
    (what) => what !== false,
  )
  return left.length === 0 ? '' : ` Without ${left.join(' and ')}: only an export as recorded keeps those.`
}

/** What is to be said of fixes that are on and could not be rendered. */
function leftOut(workspace: Workspace, project: Project): string {
  const count = project.fixes.filter((fix) => fix.enabled && !workspace.inserts.of(fix)).length
  if (count === 0) return ''
  return ` ${count === 1 ? 'One fix is' : `${count} fixes are`} not in it: the take is lost, so the original stayed there.`
}
