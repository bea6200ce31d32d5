import { encodeFrames } from '../audio/codec'
import { isInteger } from '../audio/format'
import { slicePcm } from '../audio/pcm'
import { must } from '../base/assert'
import { isAbort } from '../base/errors'
import { mulberry32 } from '../base/random'
import { rangeLength } from '../base/units'
import { type ExportPart, exportPlan } from '../edit/exportPlan'
import type { Project } from '../edit/project'
import { repairSamples } from '../edit/repair'
import { saveBlob } from '../storage/saveBlob'
import type { App } from './app'
import type { OpenDocument } from './document'
import { exportName } from './exportName'
import type { Workspace } from './workspace'

/**
 * Writes the corrected file: untouched audio is copied as byte ranges of the recording, never decoded; only inserts are
 * encoded, dithered once. The user chooses where it goes where the browser lets them.
 */
export async function exportWav(app: App, signal: AbortSignal): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  const name = exportName(workspace.stored.recording.name)
  const stop = AbortSignal.any([signal, workspace.ending])
  try {
    // A project that was just opened again is still rendering.
    await workspace.inOrder(() => Promise.resolve())
    stop.throwIfAborted()
    const document = must(store.document(), 'no recording is open')
    const { present } = document.history
    const blob = await composeExport(workspace, document, stop)
    const saved = await saveBlob(blob, name, {
      signal: stop,
      onProgress: (done) => store.edit(() => ({ exporting: { phase: 'writing', done, total: blob.size } })),
    })
    if (!saved) return
    store.edit(({ history }) => ({ exported: history.present === present }))
    store.tell(`Exported ${saved}.${leftOut(workspace, present)}`)
  } catch (error) {
    if (isAbort(error)) store.tell('Export cancelled. Nothing was written.')
    else store.fail(error)
  } finally {
    store.edit(() => ({ exporting: { phase: 'idle' } }))
  }
}

/** The corrected file as a Blob of byte ranges and encoded inserts; cheap at any length. */
async function composeExport(workspace: Workspace, document: OpenDocument, signal: AbortSignal): Promise<Blob> {
  if (!isInteger(workspace.layout.format.encoding)) await workspace.analysed
  signal.throwIfAborted()
  const plan = exportPlan(workspace.layout, document.timeline, workspace.nonFinite)
  const parts: BlobPart[] = []
  for (const part of plan.parts) parts.push(await bytesOf(workspace, document.history.present, part))
  return new Blob(parts, { type: 'audio/wav' })
}

/** What is to be said of fixes that are on and could not be rendered. */
function leftOut(workspace: Workspace, project: Project): string {
  const count = project.fixes.filter((fix) => fix.enabled && !workspace.insertOf(fix)).length
  if (count === 0) return ''
  return ` ${count === 1 ? 'One fix is' : `${count} fixes are`} not in it: the take is lost, so the original stayed there.`
}

async function bytesOf(workspace: Workspace, project: Project, part: ExportPart): Promise<BlobPart> {
  const { format } = workspace.layout
  switch (part.kind) {
    case 'bytes':
      return part.bytes.slice()
    case 'copy':
      return workspace.file.slice(part.start, part.end)
    case 'repair': {
      const at = workspace.layout.dataStart + part.range.start * format.bytesPerFrame
      const bytes = await workspace.source.read(at, at + rangeLength(part.range) * format.bytesPerFrame)
      return repairSamples(bytes, format).slice()
    }
    case 'insert': {
      const fix = must(
        project.fixes.find(({ id }) => id === part.fix),
        'fix of an insert',
      )
      const { pcm } = must(workspace.insertOf(fix), 'insert that is exported')
      const piece = slicePcm(pcm, part.start, part.start + part.length)
      const dither = isInteger(format.encoding) ? mulberry32(fix.replaced.start + 1) : null
      return encodeFrames(piece.channels, format, dither).slice()
    }
  }
}
