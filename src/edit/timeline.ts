import { type Pcm, pcmFrames, silentPcm, slicePcm } from '../audio/pcm'
import { assert } from '../base/assert'
import type { FixId } from '../base/ids'
import {
  type Frames,
  frames,
  type RecordingFrame,
  recordingFrame,
  type SampleRate,
  type TimelineFrame,
  type TimelineRange,
  timelineFrame,
  timelineRange,
} from '../base/units'
import type { Project } from './project'

/** A stretch of the recording as it was dropped, shown on the edited timeline. */
export interface RecordingPiece {
  readonly kind: 'recording'
  /** Where the stretch starts in the recording. */
  readonly start: RecordingFrame
  /** 1 or more. */
  readonly length: Frames
  /** Where it stands on the edited timeline. */
  readonly at: TimelineFrame
}

/** A stretch of a fix's insert, shown on the edited timeline. */
export interface InsertPiece {
  readonly kind: 'insert'
  readonly fix: FixId
  /** Where the stretch starts in the insert: 0 unless the piece was cut by a range. */
  readonly start: Frames
  /** 1 or more. */
  readonly length: Frames
  /** Where it stands on the edited timeline. */
  readonly at: TimelineFrame
}

/** One stretch of an edited timeline. */
export type Piece = RecordingPiece | InsertPiece

/**
 * What is heard, in order and without gaps. Derived from a project, never stored. Neighbouring stretches of the recording
 * are one piece, a fix's insert is one piece, and an insert without frames has none.
 */
export interface Timeline {
  readonly pieces: readonly Piece[]
  /** Recording length − replaced frames + insert frames (T6). */
  readonly length: Frames
  /** Length of the recording below. */
  readonly recordingFrames: Frames
}

/** Frames of each insert that has been rendered, at the recording's rate. */
export type InsertLengths = ReadonlyMap<FixId, Frames>

/** Where the samples of a timeline come from. */
export interface PcmReader {
  /** Exactly `length` frames of the recording from `start` on. */
  recording(start: RecordingFrame, length: Frames): Promise<Pcm>
  /** The whole insert of a fix. */
  insert(fix: FixId): Pcm
}

/** The edited timeline. A fix that is off, or that has no insert yet, shows the original. Linear in the number of fixes. */
export function timelineOf(project: Project, inserts: InsertLengths): Timeline {
  const pieces: Piece[] = []
  let heard = 0
  let at = 0
  const show = (end: number): void => {
    if (end === heard) return
    const length = end - heard
    pieces.push({ kind: 'recording', start: recordingFrame(heard), length: frames(length), at: timelineFrame(at) })
    at += length
  }
  for (const fix of project.fixes) {
    const length = fix.enabled ? inserts.get(fix.id) : undefined
    if (length === undefined) continue
    show(fix.replaced.start)
    heard = fix.replaced.end
    if (length === 0) continue
    pieces.push({ kind: 'insert', fix: fix.id, start: frames(0), length, at: timelineFrame(at) })
    at += length
  }
  show(project.frames)
  return { pieces, length: frames(at), recordingFrames: project.frames }
}

/** The timeline of a recording without fixes. */
export function originalTimeline(length: Frames): Timeline {
  const whole: RecordingPiece = { kind: 'recording', start: recordingFrame(0), length, at: timelineFrame(0) }
  return { pieces: length === 0 ? [] : [whole], length, recordingFrames: length }
}

/** Index of the piece that holds the frame after `at`; the number of pieces when `at` is at or past the end. */
export function pieceIndexAt(timeline: Timeline, at: number): number {
  let low = 0
  let high = timeline.pieces.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const piece = timeline.pieces[middle]
    if (piece !== undefined && piece.at + piece.length <= at) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The pieces heard in `range`, the first and last cut to it. An empty range, and what reaches past the end, holds nothing.
 * Finds the first by halving, so the cost is that of the answer.
 */
export function piecesIn(timeline: Timeline, range: TimelineRange): Piece[] {
  const found: Piece[] = []
  if (range.start === range.end) return found
  for (let index = pieceIndexAt(timeline, range.start); index < timeline.pieces.length; index++) {
    const piece = timeline.pieces[index]
    if (piece === undefined || piece.at >= range.end) break
    found.push(cutPiece(piece, range))
  }
  return found
}

function cutPiece(piece: Piece, range: TimelineRange): Piece {
  const skip = Math.max(0, range.start - piece.at)
  const end = Math.min(piece.length, range.end - piece.at)
  if (skip === 0 && end === piece.length) return piece
  const length = frames(end - skip)
  const at = timelineFrame(piece.at + skip)
  return piece.kind === 'recording'
    ? { ...piece, start: recordingFrame(piece.start + skip), length, at }
    : { ...piece, start: frames(piece.start + skip), length, at }
}

/** Where the insert of `fix` stands on the timeline, or null while none of it is heard. */
export function insertSpan(timeline: Timeline, fix: FixId): TimelineRange | null {
  const piece = timeline.pieces.find((piece) => piece.kind === 'insert' && piece.fix === fix)
  return piece === undefined ? null : timelineRange(piece.at, piece.at + piece.length)
}

/**
 * The samples heard in `range`, one piece after another: exactly as many frames as the range holds.
 * A range within one piece may share the reader's arrays. Asserts that the range lies on the timeline and that the
 * reader answers with the length and shape asked for: silence is never made up. Rejects when the reader does.
 */
export async function renderRange(
  timeline: Timeline,
  range: TimelineRange,
  reader: PcmReader,
  shape: { readonly rate: SampleRate; readonly channels: number },
): Promise<Pcm> {
  assert(range.end <= timeline.length, `range ends at ${range.end}, past the timeline's ${timeline.length} frames`)
  const pieces = piecesIn(timeline, range)
  const [only] = pieces
  if (only !== undefined && pieces.length === 1) return readPiece(only, reader, shape)
  const rendered = silentPcm(shape.rate, shape.channels, range.end - range.start)
  for (const piece of pieces) {
    const pcm = await readPiece(piece, reader, shape)
    pcm.channels.forEach((samples, channel) => rendered.channels[channel]?.set(samples, piece.at - range.start))
  }
  return rendered
}

async function readPiece(
  piece: Piece,
  reader: PcmReader,
  shape: { readonly rate: SampleRate; readonly channels: number },
): Promise<Pcm> {
  const pcm =
    piece.kind === 'recording'
      ? await reader.recording(piece.start, piece.length)
      : slicePcm(reader.insert(piece.fix), piece.start, piece.start + piece.length)
  assert(pcm.rate === shape.rate, `read audio at ${pcm.rate} Hz where ${shape.rate} Hz was asked for`)
  assert(pcm.channels.length === shape.channels, `read ${pcm.channels.length} channels, not ${shape.channels}`)
  assert(pcmFrames(pcm) === piece.length, `read ${pcmFrames(pcm)} frames of the ${piece.length} asked for`)
  return pcm
}
