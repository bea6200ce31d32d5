import { readWavLayout } from '../audio/riff/layout'
import { isAbort, PickupError } from '../base/errors'
import { recordingId } from '../base/ids'
import { newHistory } from '../edit/history'
import { newProject } from '../edit/project'
import { originalTimeline } from '../edit/timeline'
import { timelinePauses } from '../infill/timelinePauses'
import { blobSource } from '../storage/blobSource'
import { type Analysis, analyse } from '../workers/analysis'
import type { App } from './app'
import type { OpenDocument } from './document'
import { startPlayback } from './playbackFlow'
import { Workspace } from './workspace'

let opening = 0

/**
 * Opens a dropped or chosen file: reads its headers, shows it, and starts the one pass over its samples.
 * A file that cannot be opened leaves the page as it was, with the reason shown.
 */
export async function openFile(app: App, file: File): Promise<void> {
  const { store } = app
  performance.mark('pickup:chosen')
  const before = store.get().session
  const turn = ++opening
  store.clearFault()
  store.patch({ session: { kind: 'opening', name: file.name } })
  try {
    const layout = await readWavLayout(blobSource(file))
    if (turn !== opening) return
    app.workspace?.scope.dispose()
    const workspace = new Workspace(file, layout)
    app.workspace = workspace
    store.patch({ session: { kind: 'open', document: newDocument(file, workspace) } })
    startPlayback(app, workspace)
    store.tell(`Opened ${file.name}.`)
    workspace.analysed = analyseInto(app, workspace)
    await workspace.analysed
  } catch (error) {
    if (turn !== opening) return
    store.patch({ session: before.kind === 'opening' ? { kind: 'empty' } : before })
    store.fail(error)
  }
}

/** Fetches the sample recording that comes with Pickup, and opens it. */
export async function openSample(app: App): Promise<void> {
  try {
    const answer = await fetch('/sample.wav')
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    await openFile(app, new File([await answer.blob()], 'sample.wav', { type: 'audio/wav' }))
  } catch (cause) {
    app.store.fail(
      new PickupError(
        'sample-missing',
        'The sample could not be fetched. Check that Pickup is still running, then press the button again.',
        {},
        { cause },
      ),
    )
  }
}

function newDocument(file: File, { layout }: Workspace): OpenDocument {
  const id = recordingId(crypto.randomUUID())
  return {
    recording: {
      id,
      name: file.name,
      format: layout.format,
      frames: layout.frames,
      size: file.size,
      notes: layout.notes.map((note) => note.message),
    },
    analysis: { phase: 'running', done: 0, total: layout.frames },
    history: newHistory(newProject(id, layout.frames)),
    timeline: originalTimeline(layout.frames),
    inserts: new Map(),
    takes: new Map(),
    pauses: [],
    timelinePauses: [],
    selection: null,
    snap: true,
    editing: null,
    text: '',
    jobs: [],
    exporting: { phase: 'idle' },
    exported: true,
  }
}

/** Runs the pass over the samples, filling the waveform as it goes. It ends with the workspace, or when stopped. */
async function analyseInto(app: App, workspace: Workspace): Promise<void> {
  const { store } = app
  const stop = new AbortController()
  workspace.scope.add(() => stop.abort())
  workspace.stopAnalysis = () => stop.abort()
  const current = () => app.workspace === workspace
  try {
    const analysis = await analyse(workspace.file, workspace.layout, {
      signal: stop.signal,
      onProgress({ done, total, pyramid }) {
        if (!current()) return
        workspace.pyramid = pyramid
        store.edit(() => ({ analysis: { phase: 'running', done, total } }))
      },
    })
    if (current()) finishAnalysis(app, workspace, analysis)
  } catch (error) {
    if (!current()) return
    if (isAbort(error)) {
      store.edit(() => ({ analysis: { phase: 'stopped' } }))
      store.tell('Stopped reading the recording: pauses are not known, everything else works.')
      return
    }
    store.edit(() => ({ analysis: { phase: 'failed', message: 'The pauses could not be found.' } }))
    store.fail(error)
  }
}

function finishAnalysis({ store }: App, workspace: Workspace, analysis: Analysis): void {
  workspace.pyramid = analysis.pyramid
  workspace.nonFinite = analysis.nonFinite
  store.edit((document) => ({
    analysis: { phase: 'done' },
    pauses: analysis.pauses,
    timelinePauses: timelinePauses(document.timeline, analysis.pauses),
    recording: { ...document.recording, notes: [...document.recording.notes, ...damageNotes(analysis)] },
  }))
  const { length } = analysis.pauses
  store.tell(length === 1 ? 'One pause found.' : `${length} pauses found.`)
  performance.mark('pickup:analysed')
}

function damageNotes({ nonFinite }: Analysis): string[] {
  const damaged = nonFinite.reduce((sum, range) => sum + range.end - range.start, 0)
  if (damaged === 0) return []
  return [
    `${damaged} damaged samples (not numbers) are played and exported as silence; every other sample is kept as it is.`,
  ]
}
