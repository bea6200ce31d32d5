import type { AudioFormat } from '../audio/format'
import type { Marker } from '../audio/markers'
import type { Pause } from '../audio/pauses'
import type { FixId, ProjectId, RecordingId, TakeId } from '../base/ids'
import type { Frames, RecordingRange, TimelineRange } from '../base/units'
import type { History } from '../edit/history'
import type { Timeline } from '../edit/timeline'
import type { TimelineMarker } from '../edit/timelineMarkers'
import type { StatusBody, VoiceBody } from '../infill/contract'
import type { JoinReport } from '../infill/report'
import type { Snapped } from '../infill/snap'
import type { TimelinePause } from '../infill/timelinePauses'
import type { ProjectSummary } from '../storage/projects'
import type { StoredTake } from '../storage/takes'
import type { Activity } from './activity'
import type { Question } from './ask'
import type { Waiting } from './patience'
import type { SeamLoop } from './seams'

/** The recording as the page shows it; its bytes stay with the workspace. */
export interface RecordingInfo {
  readonly id: RecordingId
  readonly name: string
  readonly format: AudioFormat
  readonly frames: Frames
  /** Bytes of the file. */
  readonly size: number
  /** What was odd about the file, in sentences for the user. Empty for a file in good order. */
  readonly notes: readonly string[]
}

/** How far the one pass over the recording has come. */
export type AnalysisPhase =
  | { readonly phase: 'running'; readonly done: number; readonly total: number }
  | { readonly phase: 'done' }
  | { readonly phase: 'stopped' }
  | { readonly phase: 'failed' }

/** What the user marked: as drawn, and as it stands after snapping. Both on the edited timeline. */
export interface Selection {
  readonly drawn: TimelineRange
  readonly snapped: Snapped
  /** While the pointer is still down. */
  readonly drawing?: true
}

/** One take that is on its way. */
export interface Job {
  readonly id: string
  /**
   * `waiting`: as many requests as are made at once are under way. `unstored`, `unjoined`: the take is here but could not be
   * stored, or put in place; the user decides.
   */
  readonly phase: 'waiting' | 'preparing' | 'sending' | 'speaking' | 'joining' | 'unstored' | 'unjoined'
  /** What the take says. */
  readonly text: string
  /** What stood in the text box when it was asked for. */
  readonly typed: string
  /** Name of the voice, when it is known. */
  readonly voice: string | null
  /** What the take will replace. */
  readonly replaced: RecordingRange
  /** The fix it is a take of, which comes into being with its first take when `isNew`. */
  readonly fix: FixId
  readonly isNew: boolean
  readonly startedAt: number
  /** What it waits for before it is asked for again by itself, or null. */
  readonly again: Waiting | null
}

/** What was spent since the page was loaded. */
export interface Spending {
  readonly credits: number
  /** Whether the last answer had been paid for before. */
  readonly lastWasFree: boolean
}

/** Takes that are heard in place one after another. */
export interface Audition {
  readonly fix: FixId
  /** In the order in which they are heard. */
  readonly takes: readonly TakeId[]
  /** The one that sounds; null until the first does. */
  readonly sounding: TakeId | null
}

/** A comparison of takes without their names. */
export interface BlindTest {
  readonly fix: FixId
  /** The takes as A, B, C … */
  readonly order: readonly TakeId[]
  /** The one that was heard last. */
  readonly heard: TakeId | null
  /** The one that was picked; then the names are shown again. */
  readonly picked: TakeId | null
}

/** How far a take that the user speaks is. Times are ms since the epoch. */
export type Speaking =
  | { readonly phase: 'opening' }
  /** The microphone listens, nothing is kept. */
  | { readonly phase: 'ready' }
  /** What comes before the selection is played; after it, recording begins. */
  | { readonly phase: 'counting'; readonly startsAt: number }
  | { readonly phase: 'recording'; readonly since: number }

/** What the list of fixes says about one that is rendered. */
export interface InsertInfo {
  readonly frames: Frames
  readonly report: JoinReport
}

/** Writing the corrected file. */
export type ExportPhase =
  | { readonly phase: 'idle' }
  | { readonly phase: 'writing'; readonly done: number; readonly total: number }

/** Whether what was decided is on disk. `new`: nothing was decided yet. */
export type Saving = 'new' | 'saving' | 'saved' | 'failed'

/** Where the recording will be found another day. `asked`: a copy of `bytes` is offered; `not-kept`: nowhere, as far as is known. */
export type Keeping =
  | { readonly kind: 'kept' }
  | { readonly kind: 'asked'; readonly bytes: number }
  | { readonly kind: 'copying'; readonly done: number; readonly total: number }
  | { readonly kind: 'not-kept' }

/** Everything about the recording that is open. Replaced as a whole on every change; nothing in it is mutated. */
export interface OpenDocument {
  /** Differs for each opening, also of the same recording. */
  readonly opening: number
  readonly recording: RecordingInfo
  readonly analysis: AnalysisPhase
  readonly history: History
  /** Of the present project with the inserts that are rendered. */
  readonly timeline: Timeline
  readonly inserts: ReadonlyMap<FixId, InsertInfo>
  /** Whether its fixes are still being put in place after it was opened: one that has no insert yet is not lost. */
  readonly goingOn: boolean
  readonly takes: ReadonlyMap<TakeId, StoredTake>
  /** Counts the takes not in place that were measured; only its change matters. */
  readonly measured: number
  /** Of the recording. */
  readonly pauses: readonly Pause[]
  /** Those of `pauses` that are still heard, on the edited timeline. */
  readonly timelinePauses: readonly TimelinePause[]
  /** Of the file, by place. */
  readonly markers: readonly Marker[]
  /** Those of `markers` that lie on the recording, on the edited timeline. */
  readonly timelineMarkers: readonly TimelineMarker[]
  readonly selection: Selection | null
  readonly snap: boolean
  /** The fix whose text and takes the panel shows. */
  readonly editing: FixId | null
  readonly text: string
  readonly jobs: readonly Job[]
  readonly audition: Audition | null
  readonly blind: BlindTest | null
  readonly exporting: ExportPhase
  /** Whether the present project has been exported. */
  readonly exported: boolean
  readonly saving: Saving
  readonly keeping: Keeping
  /** Whether another tab has the project: then it can be heard and exported here, not changed. */
  readonly readOnly: boolean
}

/** What the page as a whole is doing. */
export type Session =
  | { readonly kind: 'empty' }
  | { readonly kind: 'opening'; readonly name: string }
  | { readonly kind: 'open'; readonly document: OpenDocument }

/** Where the sound is. Position is on the edited timeline even while the original is heard. */
export interface Transport {
  readonly playing: boolean
  readonly loop: boolean
  readonly original: boolean
  readonly position: number
  /** The seam that is heard round and round while playing; null for anything else. */
  readonly seam: SeamLoop | null
}

/** What the panel of the fix at hand shows: what is said, or how it sits in the recording. */
export type Panel = 'say' | 'join'

/** A result or failure to be told, each new one with a new `id`. */
export interface Message {
  readonly id: number
  readonly text: string
  /** Of a failure that has one. */
  readonly code: string | null
}

/** Files that wait for their turn. */
export interface FileQueue {
  /** Their names, the next one first; at least one. */
  readonly names: readonly string[]
  openNext(): void
}

/** How the waveform is drawn. */
export interface WaveformLooks {
  /** Whether the playhead is kept in sight while playing. */
  readonly follow: boolean
  /** How many times taller than full scale it is drawn: a power of two, 1–64. */
  readonly amplitude: number
  /** Whether the spectrum is shown below it. */
  readonly spectrum: boolean
}

/** The whole state of the page. */
export interface AppState {
  readonly session: Session
  readonly transport: Transport
  /** The last result, for the status line. */
  readonly notice: Message | null
  /** The last failure, shown until it is dismissed or the action is repeated. */
  readonly fault: Message | null
  readonly voiceId: string | null
  /** The take that the user is about to speak, or null. */
  readonly speaking: Speaking | null
  /** Whether what the user speaks is said again in the chosen voice. */
  readonly speaksInVoice: boolean
  /** The voices to choose from, as far as they are known. */
  readonly voices: readonly VoiceBody[]
  readonly language: string
  /** A model of the engine; null: its first. */
  readonly model: string | null
  /** Which engine answers and what it can do, as far as it is known. */
  readonly service: StatusBody | null
  /** What became of a voice, language or model that was chosen before, or null. */
  readonly voiceNote: string | null
  readonly spending: Spending
  /** Whether a stretch is being looked out for a new voice. */
  readonly makingVoice: boolean
  /** Whether a take that arrives is played in place. */
  readonly autoplay: boolean
  /** How many takes one press of Generate asks for. */
  readonly takesAtOnce: number
  /** Whether the first steps are shown. */
  readonly firstSteps: boolean
  /** Whether a copy of a long recording is offered; not any more once the user went without one. */
  readonly offersCopy: boolean
  /** What the waveform should bring into view, each time another object; null until something was gone to. */
  readonly goneTo: TimelineRange | null
  /** Grows each time the text box should have the focus. */
  readonly focusText: number
  readonly looks: WaveformLooks
  /** Whether a time to go to is asked for. */
  readonly goToShown: boolean
  readonly panel: Panel
  /** Whether the waveform marks what Generate would send and replace. */
  readonly planShown: boolean
  /** Whether the list of keys is shown. */
  readonly keysShown: boolean
  /** The projects in this browser, the one saved last first; null while they are not known. */
  readonly projects: readonly ProjectSummary[] | null
  /** The project whose recording the user is to give so that it can go on, and what that is called; null for none. */
  readonly wanted: { readonly id: ProjectId; readonly name: string } | null
  /** How far a compressed recording is decoded, 0 to 1, or null when none is. */
  readonly decoding: { readonly name: string; readonly share: number } | null
  /** What is under way that has no place of its own to say so, the oldest first. */
  readonly activities: readonly Activity[]
  /** Files that were given together with the one that was opened, and wait for their turn; null when none do. */
  readonly queue: FileQueue | null
  /** Whether a new version of the page is there to be loaded. */
  readonly newVersion: boolean
  /** What the user is being asked, or null. */
  readonly question: Question | null
  /** What the user should know about how safe the work is, or null. */
  readonly storageNote: string | null
}
