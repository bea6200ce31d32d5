import type { AudioFormat } from '../audio/format'
import type { Pcm } from '../audio/pcm'
import { type PeakPyramid, pyramidOf } from '../audio/peaks'
import { readClamped } from '../audio/riff/read'
import type { Frames, RecordingRange } from '../base/units'
import type { JoinSettings } from '../edit/joinSettings'
import { decodeTake } from '../infill/join/decodeTake'
import { type InsertPause, insertPauses } from '../infill/join/insertPauses'
import { renderJoin } from '../infill/join/join'
import { type MeasuredPlace, measurePlace, type PreparedJoin, prepareJoin } from '../infill/join/prepare'
import { type ReadClamped, readSurroundings } from '../infill/join/readSurroundings'
import type { JoinReport } from '../infill/report'
import { blobSource } from './blobSource'

/** Where an insert goes, and where to read what it has to fit into: the recording itself, whatever was fixed beside it. */
export interface JoinPlace {
  /** The samples alone, without the header and what follows them. */
  readonly samples: Blob
  readonly format: AudioFormat
  readonly frames: Frames
  readonly replaced: RecordingRange
}

/** What an insert is rendered from. */
export interface JoinJob {
  /** The bytes of the take as they came; `null` closes the gap instead. */
  readonly take: Uint8Array | null
  readonly place: JoinPlace
  readonly settings: JoinSettings
}

/** An insert that is ready to be heard, drawn and exported. */
export interface RenderedInsert {
  readonly pcm: Pcm
  readonly report: JoinReport
  readonly pyramid: PeakPyramid
  /** Its pauses and those near its seams, from its start on. */
  readonly pauses: readonly InsertPause[]
}

/** All of a place that no take and no setting changes. */
export interface PreparedPlace {
  readonly measured: MeasuredPlace
  readonly pausesOf: (insert: Pcm) => readonly InsertPause[]
}

/** All of a take in its place that no setting changes. */
export interface PreparedInsert {
  readonly join: PreparedJoin
  readonly pausesOf: PreparedPlace['pausesOf']
}

/**
 * Decodes and joins a take and draws its peaks. Throws `TakeError` for what cannot be a take, `JoinError` for what cannot be
 * held, and `file-unreadable` or `file-changed` when the recording has gone or is another.
 */
export async function runJoin({ take, place, settings }: JoinJob): Promise<RenderedInsert> {
  return renderPrepared(await prepareInsert(take, preparePlace(place)), settings)
}

/** Reads and measures what is around a fix. Throws `file-unreadable` or `file-changed` when the recording has gone or is another. */
export async function preparePlace(place: JoinPlace): Promise<PreparedPlace> {
  const surroundings = await readSurroundings(readerOf(place), place.format.rate, place.replaced)
  return { measured: measurePlace(surroundings), pausesOf: insertPauses(surroundings) }
}

/** Decodes and measures a take that is to go to `place`. Throws `TakeError` for what cannot be a take, and as `place` rejects. */
export async function prepareInsert(take: Uint8Array | null, place: Promise<PreparedPlace>): Promise<PreparedInsert> {
  const [pcm, { measured, pausesOf }] = await Promise.all([take === null ? null : decodeTake(take), place])
  return { join: prepareJoin(pcm, measured), pausesOf }
}

/** Renders what was prepared and draws its peaks. Throws `JoinError` for a length that cannot be held. */
export function renderPrepared({ join, pausesOf }: PreparedInsert, settings: JoinSettings): RenderedInsert {
  const { insert, report } = renderJoin(join, settings)
  return { pcm: insert, report, pyramid: pyramidOf(insert), pauses: pausesOf(insert) }
}

/** The memory of an insert, each piece once, to be handed to another thread without being copied. */
export function buffersOf({ pcm, pyramid }: RenderedInsert): ArrayBuffer[] {
  const arrays: readonly ArrayBufferView[] = [...pcm.channels, ...pyramid.levels.flatMap(({ channels }) => channels)]
  return [...new Set(arrays.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer)
}

function readerOf({ samples, format, frames }: JoinPlace): ReadClamped {
  const source = blobSource(samples)
  return (start, end) => readClamped(source, { format, frames, dataStart: 0 }, start, end)
}
