import { findVoiceStretches } from '../audio/voiceStretch'
import { isAbort } from '../base/errors'
import { timelinePauses } from '../infill/timelinePauses'
import { type Analysis, type AnalysisOptions, analyse } from '../workers/analysis'
import type { App } from './app'
import type { Workspace } from './workspace'

/** Begins the pass over the samples anew after it was stopped or has failed. */
export function readOn(app: App): void {
  const { workspace, store } = app
  if (!workspace) return
  store.edit(() => ({ analysis: { phase: 'running', done: 0, total: workspace.layout.frames } }))
  workspace.analysed = analyseInto(app, workspace)
}

/** Runs the pass over the samples, filling the waveform as it goes. It ends with the workspace, or when stopped. Never rejects. */
export async function analyseInto(app: App, workspace: Workspace): Promise<void> {
  const { store } = app
  const stop = new AbortController()
  workspace.scope.add(() => stop.abort())
  workspace.stopAnalysis = () => stop.abort()
  const current = () => app.workspace === workspace
  try {
    const options: AnalysisOptions = {
      signal: stop.signal,
      onProgress({ done, total, pyramid, firstLook }) {
        if (!current()) return
        workspace.pyramid = pyramid
        workspace.firstLook = firstLook
        store.edit(() => ({ analysis: { phase: 'running', done, total } }))
      },
    }
    const analysis = await analyse(workspace.file, workspace.layout, options, () => app.opening.analysts.take())
    if (current()) finishAnalysis(app, workspace, analysis)
  } catch (error) {
    if (!current()) return
    if (isAbort(error)) {
      store.edit(() => ({ analysis: { phase: 'stopped' } }))
      store.tell('Stopped reading the recording: pauses are not known, everything else works.')
      return
    }
    store.edit(() => ({ analysis: { phase: 'failed' } }))
    store.fail(error)
  }
}

function finishAnalysis({ store }: App, workspace: Workspace, analysis: Analysis): void {
  workspace.pyramid = analysis.pyramid
  workspace.nonFinite = analysis.nonFinite
  workspace.voiceStretches = findVoiceStretches(analysis)
  store.edit((document) => ({
    analysis: { phase: 'done' },
    pauses: analysis.pauses,
    timelinePauses: timelinePauses(
      document.timeline,
      analysis.pauses,
      workspace.inserts.pauses(document.history.present),
    ),
    recording: { ...document.recording, notes: [...document.recording.notes, ...damageNotes(analysis)] },
  }))
  // While a project is being shown as it was left, that is told together with it.
  if (!workspace.viewAwaited) store.tell(pausesFound(analysis.pauses.length))
  performance.mark('pickup:analysed')
}

/** How many pauses a recording has, as a sentence. */
export const pausesFound = (count: number): string => (count === 1 ? 'One pause found.' : `${count} pauses found.`)

function damageNotes({ nonFinite }: Analysis): string[] {
  const damaged = nonFinite.reduce((sum, range) => sum + range.end - range.start, 0)
  if (damaged === 0) return []
  return [
    `${damaged} damaged samples (not numbers) are played and exported as silence; every other sample is kept as it is.`,
  ]
}
