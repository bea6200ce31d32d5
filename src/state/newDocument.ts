import { originalTimeline } from '../edit/timeline'
import type { OpenDocument } from './document'
import type { Workspace } from './workspace'

/** What is shown of a recording before its fixes are rendered. `opening` differs for each opening. */
export function newDocument(
  { layout, file, stored, inStorage, claimed, notes }: Workspace,
  opening: number,
  takes: OpenDocument['takes'],
): OpenDocument {
  return {
    opening,
    recording: {
      id: stored.recording.id,
      name: stored.recording.name,
      format: layout.format,
      frames: layout.frames,
      size: file.size,
      notes: [...notes, ...layout.notes.map((note) => note.message)],
    },
    analysis: { phase: 'running', done: 0, total: layout.frames },
    history: stored.history,
    timeline: originalTimeline(layout.frames),
    inserts: new Map(),
    goingOn: inStorage,
    takes,
    measured: 0,
    pauses: [],
    timelinePauses: [],
    markers: [],
    timelineMarkers: [],
    selection: null,
    snap: true,
    editing: null,
    text: '',
    jobs: [],
    audition: null,
    blind: null,
    exporting: { phase: 'idle' },
    exported: true,
    saving: inStorage ? 'saved' : 'new',
    keeping: { kind: 'kept' },
    readOnly: claimed?.kind === 'elsewhere',
  }
}
