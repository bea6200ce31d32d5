import { formatTimecode, parsePlace } from '../base/timecode'
import type { App } from './app'
import { heardAt, seek, tellPlace } from './playbackFlow'

/** What is accepted as a time to go to, for the reader. */
export const acceptedTimes = 'Write 1:02:03.5, 2:03 or seconds; +5 or −5 goes on or back from the playhead.'

/** Goes to a time as it was typed. Gives why not, in a sentence, or null when it went there. */
export function goToTime(app: App, text: string): string | null {
  const document = app.store.document()
  if (!document) return null
  const { rate } = document.recording.format
  const { length } = document.timeline
  const at = parsePlace(text, heardAt(app), rate)
  if (at === null) return `“${text.trim()}” is no time. ${acceptedTimes}`
  if (at > length) return `That is past the end, which is at ${formatTimecode(length, rate)}.`
  seek(app, at)
  tellPlace(app, `Playhead at ${formatTimecode(at, rate)}.`)
  return null
}
