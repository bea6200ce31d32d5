import { encodeFrames } from '../audio/codec'
import { isFloat, isInteger } from '../audio/format'
import { fileType } from '../audio/layout'
import { readMarkers } from '../audio/markers'
import { type Pcm, slicePcm } from '../audio/pcm'
import { must } from '../base/assert'
import { isAbort, PickupError } from '../base/errors'
import type { FixId } from '../base/ids'
import { mulberry32 } from '../base/random'
import { rangeLength } from '../base/units'
import { type ExportPart, exportPlan } from '../edit/exportPlan'
import { findFix, type Project } from '../edit/project'
import { repairSamples } from '../edit/repair'
import { newId } from '../storage/newId'
import { recordingFolder } from '../storage/place'
import { chooseTarget, type FileKind, type SaveTarget, saveTo } from '../storage/saveBlob'
import { encodeExport } from '../workers/encode'
import { type ExportTarget, MP3_BIT_RATES } from '../workers/encodeTypes'
import type { App } from './app'
import type { OpenDocument } from './document'
import { exportName } from './exportName'
import { type Carried, exportNotes } from './exportNotes'
import type { Workspace } from './workspace'

/** What to export as: the recording's own format, or another. */
export type ExportChoice = { readonly format: 'source' } | ExportTarget

/** The bit rates of an MP3 to choose from, in bits per second. */
export const mp3BitRates = MP3_BIT_RATES

/** Of the whole when a file is encoded first and then written. */
const encodingShare = 0.9

/**
 * What exporting writes unless told otherwise: the recording's own format, every sample outside the fixes as it was; of a
 * recording that came compressed with loss, a WAV of 16 bits.
 */
export function usualExport(app: App): ExportChoice {
  const { workspace } = app
  if (!workspace) return { format: 'source' }
  const { recording } = workspace.stored
  // What was decoded is another file than the one that was dropped.
  const wasDecoded = workspace.file.size !== recording.identity.size
  return wasDecoded && recording.encoding === 'f32' ? { format: 'wav16' } : { format: 'source' }
}

/**
 * Writes the corrected file where the user says. In the recording's own format untouched audio is copied as byte ranges,
 * never decoded; only inserts are encoded, dithered once. Other formats are encoded from that, in a worker.
 */
export async function exportRecording(app: App, choice: ExportChoice): Promise<void> {
  const { workspace, store } = app
  if (!workspace || workspace.exporting) return
  const cancel = new AbortController()
  workspace.exporting = cancel
  const current = () => app.workspace === workspace
  const kind = kindOfFile(workspace, choice)
  const stop = AbortSignal.any([cancel.signal, workspace.ending])
  try {
    const target = await chooseTarget(exportName(workspace.stored.recording.name, `-fixed.${kind.extension}`), kind)
    if (!target) return
    await refuseOriginal(workspace, target)
    store.edit(() => ({ exporting: { phase: 'writing', done: 0, total: 1 } }))
    // A project that was just opened again is still rendering.
    await workspace.inOrder(() => Promise.resolve())
    stop.throwIfAborted()
    const document = must(store.document(), 'no recording is open')
    const { present } = document.history
    const composed = await composeExport(workspace, document, stop)
    const notes = await exportNotes(workspace, present, choice, composed)
    const saved = await saveIn(app, composed.blob, choice, { target, signal: stop })
    if (current()) store.edit(({ history }) => ({ exported: history.present === present }))
    store.tell(`Exported ${saved}.${notes}`)
  } catch (error) {
    if (isAbort(error)) store.tell('Export cancelled. Nothing was written.')
    else store.fail(error)
  } finally {
    workspace.exporting = null
    if (current()) store.edit(() => ({ exporting: { phase: 'idle' } }))
  }
}

/** Stops the export that is under way; nothing of it is left under its final name. */
export function cancelExport(app: App): void {
  app.workspace?.exporting?.abort()
}

/** The recording is never written over: its fixes could not be heard again, and it may be the only copy. */
async function refuseOriginal({ stored, place }: Workspace, target: SaveTarget): Promise<void> {
  if (target.kind !== 'file') return
  for (const known of [stored.place, place]) {
    if (known.kind !== 'handle' || !(await target.handle.isSameEntry(known.handle))) continue
    throw new PickupError(
      'would-overwrite',
      'That is the recording itself, and it stays as it is. Export again under another name.',
    )
  }
}

interface SaveIn {
  readonly target: SaveTarget
  readonly signal: AbortSignal
}

/** Saves the corrected recording in the chosen format; what is encoded on the way is removed again. */
async function saveIn(app: App, blob: Blob, choice: ExportChoice, { target, signal }: SaveIn): Promise<string> {
  const progress = (share: number) => app.store.edit(() => ({ exporting: { phase: 'writing', done: share, total: 1 } }))
  if (choice.format === 'source') {
    return saveTo(target, blob, { signal, onProgress: (done) => progress(done / Math.max(1, blob.size)) })
  }
  const path = `${recordingFolder}/${newId()}`
  try {
    await encodeExport(choice, blob, path, { signal, onProgress: (share) => progress(share * encodingShare) })
    const encoded = must(await app.files.file(path), 'the encoded file is gone')
    const file = new Blob([encoded], { type: kindOf(choice.format).type })
    const onProgress = (done: number) => progress(encodingShare + ((1 - encodingShare) * done) / Math.max(1, file.size))
    return await saveTo(target, file, { signal, onProgress })
  } finally {
    if (target.kind === 'file') await app.files.remove([path])
  }
}

const kinds = {
  flac: { description: 'FLAC audio', type: 'audio/flac', extension: 'flac' },
  mp3: { description: 'MP3 audio', type: 'audio/mpeg', extension: 'mp3' },
  wav: { description: 'WAV audio', type: 'audio/wav', extension: 'wav' },
} as const

const kindOf = (format: ExportTarget['format']): FileKind =>
  kinds[format === 'wav16' || format === 'wavFloat' ? 'wav' : format]

function kindOfFile(workspace: Workspace, choice: ExportChoice): FileKind {
  if (choice.format !== 'source') return kindOf(choice.format)
  const { extension, type } = fileType(workspace.layout.container)
  return { description: `${extension.toUpperCase()} audio`, type, extension }
}

/** The corrected file as a Blob of byte ranges and encoded inserts; cheap at any length. */
async function composeExport(
  workspace: Workspace,
  document: OpenDocument,
  signal: AbortSignal,
): Promise<Carried & { readonly blob: Blob }> {
  const { layout, source } = workspace
  const { present: project } = document.history
  // The inserts as they are now: what is rendered for something else meanwhile may drive them out.
  const exported = { project, insertOf: workspace.inserts.reader(project) }
  if (isFloat(layout.format.encoding)) await workspace.analysed
  signal.throwIfAborted()
  const markers = await readMarkers(source, layout)
  const plan = exportPlan(layout, document.timeline, workspace.nonFinite, markers)
  const parts: BlobPart[] = []
  for (const part of plan.parts) parts.push(await bytesOf(workspace, exported, part))
  return { blob: new Blob(parts, { type: fileType(layout.container).type }), metadata: plan.metadata, markers }
}

/** A project and the inserts it had when its export began. */
interface Exported {
  readonly project: Project
  readonly insertOf: (fix: FixId) => Pcm
}

async function bytesOf(workspace: Workspace, { project, insertOf }: Exported, part: ExportPart): Promise<BlobPart> {
  const { format } = workspace.layout
  switch (part.kind) {
    case 'bytes':
      return part.bytes.slice()
    case 'copy':
      return workspace.file.slice(part.start, part.end)
    case 'repair': {
      const at = workspace.layout.dataStart + part.range.start * format.bytesPerFrame
      const bytes = await workspace.source.read(at, at + rangeLength(part.range) * format.bytesPerFrame)
      return repairSamples(bytes, format).bytes
    }
    case 'insert': {
      const fix = must(findFix(project, part.fix), 'fix of an insert')
      const piece = slicePcm(insertOf(fix.id), part.start, part.start + part.length)
      const dither = isInteger(format.encoding) ? mulberry32(fix.replaced.start + 1) : null
      return encodeFrames(piece.channels, format, dither).slice()
    }
  }
}
