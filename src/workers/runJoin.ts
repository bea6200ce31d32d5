import type { Pcm } from '../audio/pcm'
import { type PeakPyramid, pyramidOf } from '../audio/peaks'
import type { JoinSettings } from '../edit/joinSettings'
import { decodeTake } from '../infill/join/decodeTake'
import type { InsertPause } from '../infill/join/insertPauses'
import { renderJoin } from '../infill/join/join'
import { type PreparedJoin, prepareJoin } from '../infill/join/prepare'
import type { Surroundings } from '../infill/join/surroundings'
import type { JoinReport } from '../infill/report'

/** What an insert is rendered from. */
export interface JoinJob {
  /** The bytes of the take as they came; `null` closes the gap instead. */
  readonly take: Uint8Array | null
  readonly surroundings: Surroundings
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

/** Decodes and joins a take and draws its peaks. Throws `TakeError` for what cannot be a take, `JoinError` for what cannot be held. */
export async function runJoin(job: JoinJob): Promise<RenderedInsert> {
  return renderPrepared(await prepareJob(job), job.settings)
}

/** Decodes and measures what no setting changes. Throws `TakeError` for what cannot be a take. */
export async function prepareJob({ take, surroundings }: Omit<JoinJob, 'settings'>): Promise<PreparedJoin> {
  return prepareJoin(take === null ? null : await decodeTake(take), surroundings)
}

/** Renders what was prepared and draws its peaks. Throws `JoinError` for a length that cannot be held. */
export function renderPrepared(prepared: PreparedJoin, settings: JoinSettings): RenderedInsert {
  const { insert, report } = renderJoin(prepared, settings)
  return { pcm: insert, report, pyramid: pyramidOf(insert), pauses: prepared.pausesOf(insert) }
}

/** The memory of an insert, each piece once, to be handed to another thread without being copied. */
export function buffersOf({ pcm, pyramid }: RenderedInsert): ArrayBuffer[] {
  const arrays: readonly ArrayBufferView[] = [...pcm.channels, ...pyramid.levels.flatMap(({ channels }) => channels)]
  return [...new Set(arrays.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer)
}
