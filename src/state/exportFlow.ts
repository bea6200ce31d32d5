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
import { exportName } from './exportName'
import type { Workspace } from './workspace'

/**
 * Writes the corrected file: untouched audio is copied as byte ranges of the recording, never decoded; only inserts are
 * encoded, dithered once. The user chooses where it goes where the browser lets them.
 */
export async function exportWav(app: App, signal: AbortSignal): Promise<void> {
  const { workspace, store } = app
  const document = store.document()
  if (!workspace || !document) return
  const { present } = document.history
  const name = exportName(document.recording.name)
  try {
    const blob = await composeExport(app, workspace, signal)
    const saved = await saveBlob(blob, name, {
      signal: AbortSignal.any([signal, workspace.ending]),
      onProgress: (done) => store.edit(() => ({ exporting: { phase: 'writing', done, total: blob.size } })),
    })
    if (!saved) return
    store.edit(({ history }) => ({ exported: history.present === present }))
    store.tell(`Exported ${saved}.`)
  } catch (error) {
    if (isAbort(error)) store.tell('Export cancelled. Nothing was written.')
    else store.fail(error)
  } finally {
    store.edit(() => ({ exporting: { phase: 'idle' } }))
  }
}

/** The corrected file as a Blob of byte ranges and encoded inserts; cheap at any length. */
async function composeExport(app: App, workspace: Workspace, signal: AbortSignal): Promise<Blob> {
  const document = must(app.store.document(), 'no recording is open')
  if (!isInteger(workspace.layout.format.encoding)) await workspace.analysed
  signal.throwIfAborted()
  const plan = exportPlan(workspace.layout, document.timeline, workspace.nonFinite)
  const parts: BlobPart[] = []
  for (const part of plan.parts) parts.push(await bytesOf(workspace, document.history.present, part))
  return new Blob(parts, { type: 'audio/wav' })
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
