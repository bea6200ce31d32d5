import { type CoarsePeaks, coarsePeaksBehind } from '../audio/coarsePeaks'
import type { FileLayout } from '../audio/layout'
import type { Pcm } from '../audio/pcm'
import { type PeakPyramid, peaksBetween } from '../audio/peaks'
import { readClamped, readFrames } from '../audio/riff/read'
import type { ByteSource } from '../audio/source'
import type { VoiceStretch } from '../audio/voiceStretch'
import { Scope } from '../base/scope'
import type { Frames, RecordingFrame, RecordingRange } from '../base/units'
import type { History } from '../edit/history'
import type { Project } from '../edit/project'
import type { PcmReader, Timeline } from '../edit/timeline'
import type { Claim } from '../storage/locks'
import type { RecordingPlace } from '../storage/place'
import type { StoredProject } from '../storage/projects'
import { blobSource } from '../workers/blobSource'
import { JoinSession } from '../workers/joinSession'
import type { JoinPlace } from '../workers/runJoin'
import type { OpenDocument } from './document'
import { Inserts } from './inserts'
import type { Medley } from './medley'
import type { OpenMicrophone } from './openMicrophone'
import { SettlingEdges } from './settlingEdges'
import { Slots } from './slots'
import { TakeNumbers } from './takeNumbers'

/** What a workspace is made of. */
export interface OpenedRecording {
  readonly file: Blob
  readonly layout: FileLayout
  readonly stored: StoredProject
  /** Whether `stored` is in storage. */
  readonly inStorage: boolean
  /** Where the file was found, which may not be where the project says. */
  readonly place: RecordingPlace
  /** What was odd about the file beside what its layout notes, in sentences for the user. */
  readonly notes: readonly string[]
}

/** How a request that is under way is steered. */
export interface RunningJob {
  readonly cancel: AbortController
  /** Set while a decision is awaited. */
  readonly decide: ((decision: 'again' | 'let go') => void) | null
}

/**
 * Owns what belongs to the one open recording and is too heavy for the store: the file, its peaks, the rendered inserts.
 * Disposing its scope ends everything that works on the recording.
 */
export class Workspace {
  readonly scope = new Scope()
  /** The requests under way: how each is cancelled, and how a decision about its take is told. Written by `jobs.ts` alone. */
  readonly jobs = new Map<string, RunningJob>()
  /** The numbers of the takes that were asked for, by the span they replace. */
  readonly takeNumbers = new TakeNumbers()
  /** Requests that are made at once: as many as every plan of the service allows. */
  readonly requests = new Slots(2)
  /** The microphone that is open, or null. Written by the speak flow alone. */
  microphone: OpenMicrophone | null = null
  /** What Generate was pressed for last, and when. Written by the generate flow alone. */
  lastClick: { readonly key: string; readonly at: number } = { key: '', at: 0 }
  /** The edges of the fix at hand while they are being moved. Moved by the edge flow alone. */
  readonly settlingEdges = new SettlingEdges()
  /** Renders inserts; it keeps what it has measured, so that a changed setting is heard at once. */
  readonly join = new JoinSession()
  readonly source: ByteSource
  readonly inserts: Inserts
  /** Peaks of the recording as far as they are known, and frames that are not numbers. Written by the open flow alone. */
  pyramid: PeakPyramid | null = null
  /** Up to where the waveform was drawn from exact peaks, on the edited timeline. Written by the waveform link alone. */
  drawn = 0
  /** Rough peaks of the whole, for where the pass has not been yet. Written by the open flow alone. */
  firstLook: CoarsePeaks | null = null
  nonFinite: readonly RecordingRange[] = []
  /** Where a voice could be made from, the best first; empty until the pass has ended. Written by the open flow alone. */
  voiceStretches: readonly VoiceStretch[] = []
  /** Ends the pass over the samples, if it is still running. */
  stopAnalysis: () => void = () => {}
  /** Ends the copying of the recording, if it is under way. */
  stopCopy: () => void = () => {}
  /** Ends the export that is under way, or null. Written by the export flow alone. */
  exporting: AbortController | null = null
  /** Resolves when the pass over the samples has ended, however it ended. */
  analysed: Promise<void> = Promise.resolve()
  readonly #ending = new AbortController()
  /** Aborts when the recording is closed. */
  readonly ending = this.#ending.signal

  /** What the player plays in place of a timeline, and who is told which part sounds. Written by the playback flow alone. */
  medley: { readonly medley: Medley; readonly onPart: (index: number) => void; part: number } | null = null
  /** The timeline that the player plays. Written by the playback flow alone. */
  heard: Timeline | null = null
  /** The project as it was saved last, or would be saved first. Written by the project flow alone. */
  stored: StoredProject
  /** Whether the project is in storage: nothing is stored before the first step. Written by the project flow alone. */
  inStorage: boolean
  /** Whether the view that was kept last is not shown yet: until then none is kept over it. Written by the view flow and the open flow. */
  viewAwaited: boolean
  /** What was selected and typed in the view that was shown again, to know whether the user has changed it. */
  viewShown: Pick<OpenDocument, 'selection' | 'text'> = { selection: null, text: '' }
  /** Whether the project is this tab's to change; null until that is known. Written by the project flow alone. */
  claimed: Claim | null = null
  /** The gesture of the last step and when it was asked for; one of the same key may go on with it. Written by the history flow alone. */
  lastGesture: { readonly key: string; readonly history: History; readonly at: number } | null = null
  #steps: Promise<unknown> = Promise.resolve()

  readonly file: Blob
  readonly layout: FileLayout
  /** Where the file was found. */
  readonly place: RecordingPlace

  /** What was odd about the file beside what its layout notes. */
  readonly notes: readonly string[]

  constructor({ file, layout, stored, inStorage, place, notes }: OpenedRecording) {
    this.notes = notes
    this.file = file
    this.layout = layout
    this.place = place
    this.stored = stored
    this.inStorage = inStorage
    this.viewAwaited = inStorage
    this.source = blobSource(file)
    this.inserts = new Inserts(layout.format.rate)
    this.scope.add(() => this.settlingEdges.unsettle())
    this.scope.add(() => this.join.dispose())
    this.scope.add(() => this.#ending.abort())
  }

  /** Runs one step that changes the project after all that were asked for before it. */
  inOrder<Value>(step: () => Promise<Value>): Promise<Value> {
    const run = this.#steps.then(step)
    this.#steps = run.catch(() => undefined)
    return run
  }

  /** Samples of the recording. Rejects with `file-unreadable` or `file-changed` when the file has gone or is another. */
  read(start: RecordingFrame, length: Frames): Promise<Pcm> {
    return readFrames(this.source, this.layout, start, length)
  }

  /** What has to be known to make something sit in a span of the recording. */
  placeOf(replaced: RecordingRange): JoinPlace {
    const { format, frames, dataStart } = this.layout
    const samples = this.file.slice(dataStart, dataStart + frames * format.bytesPerFrame)
    return { samples, format, frames, replaced }
  }

  /** Reads recording and inserts of `project`, as they are rendered now, for rendering spans of its timeline. */
  reader(project: Project): PcmReader {
    return {
      recording: (start, length) => this.read(start, length),
      insert: this.inserts.reader(project),
    }
  }

  /** Min/max columns of one channel of the recording; zeros where the pass has not been yet. */
  recordingPeaks(channel: number, start: number, end: number, columns: number, out: Int16Array): void {
    if (this.pyramid) peaksBetween(this.pyramid, channel, start, end, columns, out)
    else out.fill(0)
    if (this.firstLook) {
      coarsePeaksBehind(this.firstLook, this.pyramid?.filled ?? 0, { channel, start, end, columns }, out)
    }
  }

  /** Samples of `[start, end)` of the recording, fewer where they pass its ends. Rejects as `read` does. */
  readClamped(start: number, end: number): Promise<Pcm> {
    return readClamped(this.source, this.layout, start, end)
  }
}
