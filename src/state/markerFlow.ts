import { markersIn, readMarkers } from '../audio/markers'
import { formatTimecode } from '../base/timecode'
import { secondsToFrames } from '../base/units'
import { type TimelineMarker, timelineMarkers } from '../edit/timelineMarkers'
import type { App } from './app'
import { heardAt, seek, tellPlace } from './playbackFlow'
import type { Workspace } from './workspace'

/** More are neither drawn nor listed. */
const mostShown = 20_000

/** While playing, a marker that was passed this many seconds ago is the one that is left behind by going back. */
const justPassed = 0.5

/** Reads the markers that the file carries, and shows them. They are not worth a failure to open: what is odd is told. */
export async function showMarkers(app: App, workspace: Workspace): Promise<void> {
  try {
    const found = markersIn(await readMarkers(workspace.source, workspace.layout))
    if (found.length === 0 || app.workspace !== workspace) return
    const markers = found.slice(0, mostShown)
    app.store.edit(({ timeline, recording }) => ({
      markers,
      timelineMarkers: timelineMarkers(timeline, markers),
      recording: { ...recording, notes: [...recording.notes, ...tooMany(found.length)] },
    }))
  } catch (error) {
    if (app.workspace === workspace) app.store.fail(error)
  }
}

function tooMany(count: number): string[] {
  if (count <= mostShown) return []
  return [`The file has ${count} markers. The first ${mostShown} are shown; all of them are exported.`]
}

/** Goes to the marker that stands at a frame of the edited timeline, and says which it is. */
export function goToMarker(app: App, at: number): void {
  const document = app.store.document()
  const marker = document?.timelineMarkers.find(({ start, end }) => start === at || end === at)
  if (!document || !marker) return
  seek(app, at)
  tellPlace(app, `${markerName(marker)}, ${formatTimecode(at, document.recording.format.rate)}`)
}

/** Goes to the marker before the playhead or to the one after it. */
export function stepMarker(app: App, to: 'previous' | 'next'): void {
  const { store } = app
  const document = store.document()
  if (!document) return
  const { rate } = document.recording.format
  const here = heardAt(app)
  const before = here - (store.get().transport.playing ? secondsToFrames(justPassed, rate) : 0)
  const markers = document.timelineMarkers
  const found =
    to === 'next' ? markers.find(({ start }) => start > here) : markers.findLast(({ start }) => start < before)
  if (found) goToMarker(app, found.start)
  else tellPlace(app, to === 'next' ? 'No marker after the playhead.' : 'No marker before the playhead.')
}

/** What a marker is called. */
export const markerName = ({ label }: TimelineMarker): string => (label === '' ? 'Marker' : `Marker “${label}”`)
