import { latin1, viewOf } from './littleEndian'

/** One point of a `cue ` chunk. */
export interface CuePoint {
  /** Where its 24 bytes begin in the body. */
  readonly at: number
  /** By which texts and loops name it. */
  readonly id: number
  /** The frame it stands on. */
  readonly frame: number
  /** The place in play order: the same frame, unless a playlist says otherwise. */
  readonly playOrder: number
}

/** One loop of a `smpl` chunk. */
export interface SampleLoop {
  /** Where its 24 bytes begin in the body. */
  readonly at: number
  readonly id: number
  readonly start: number
  /** The last frame that is heard in the loop. */
  readonly last: number
}

/** One entry of a `LIST` of the type `adtl`: a name, a note, or a length with a text. */
export interface CueText {
  readonly kind: 'labl' | 'note' | 'ltxt'
  /** Where the entry's body begins in the body of the list. */
  readonly at: number
  /** The cue point it belongs to. */
  readonly id: number
  /** Frames from the cue point on, for `ltxt`; 0 for others. */
  readonly length: number
  readonly text: string
}

const cueBytes = 24
const loopBytes = 24
const loopsAt = 36

/**
 * The points of a `cue ` chunk that refer to the samples (Microsoft and IBM, "Multimedia Programming Interface and Data
 * Specifications 1.0", 1991), as many as the body holds, whatever count it claims.
 */
export function cuePointsIn(body: Uint8Array): CuePoint[] {
  if (body.length < 4) return []
  const view = viewOf(body)
  const count = Math.min(view.getUint32(0, true), Math.floor((body.length - 4) / cueBytes))
  const points: CuePoint[] = []
  for (let i = 0; i < count; i++) {
    const at = 4 + i * cueBytes
    if (latin1(body.subarray(at + 8, at + 12)) !== 'data') continue
    const [id, playOrder, frame] = [0, 4, 20].map((field) => view.getUint32(at + field, true))
    points.push({ at, id: id ?? 0, frame: frame ?? 0, playOrder: playOrder ?? 0 })
  }
  return points
}

/** Writes a cue point's new frame, and its place in play order where that was the same. */
export function moveCuePoint(body: Uint8Array, { at, frame, playOrder }: CuePoint, to: number): void {
  const view = viewOf(body)
  view.setUint32(at + 20, held(to), true)
  if (playOrder === frame) view.setUint32(at + 4, held(to), true)
}

/** The loops of a `smpl` chunk, as many as the body holds, whatever count it claims. */
export function loopsIn(body: Uint8Array): SampleLoop[] {
  if (body.length < loopsAt) return []
  const view = viewOf(body)
  const count = Math.min(view.getUint32(28, true), Math.floor((body.length - loopsAt) / loopBytes))
  return Array.from({ length: count }, (_, i) => {
    const at = loopsAt + i * loopBytes
    const read = (field: number): number => view.getUint32(at + field, true)
    return { at, id: read(0), start: read(8), last: read(12) }
  })
}

/** Writes the new ends of a loop into `body`, in frames; `last` belongs to the loop. Held to the 32 bits that the fields have. */
export function moveLoop(body: Uint8Array, { at }: SampleLoop, start: number, last: number): void {
  viewOf(body).setUint32(at + 8, held(start), true)
  viewOf(body).setUint32(at + 12, held(last), true)
}

/** The texts of the body of a `LIST`, the first four bytes included; none when it is no `adtl` list. */
export function cueTextsIn(body: Uint8Array): CueText[] {
  if (latin1(body.subarray(0, 4)) !== 'adtl') return []
  const view = viewOf(body)
  const texts: CueText[] = []
  let next = 4
  while (next + 12 <= body.length) {
    const kind = latin1(body.subarray(next, next + 4))
    const at = next + 8
    const end = Math.min(at + view.getUint32(next + 4, true), body.length)
    next = end + ((end - at) % 2)
    const id = view.getUint32(at, true)
    if ((kind === 'labl' || kind === 'note') && end >= at + 4) {
      texts.push({ kind, at, id, length: 0, text: markerText(body.subarray(at + 4, end)) })
    } else if (kind === 'ltxt' && end >= at + 20) {
      const text = markerText(body.subarray(at + 20, end))
      texts.push({ kind, at, id, length: view.getUint32(at + 4, true), text })
    }
  }
  return texts
}

/** Writes the new length of an `ltxt` into `body`, in frames, held to the 32 bits that the field has. */
export function resizeText(body: Uint8Array, { at }: CueText, length: number): void {
  viewOf(body).setUint32(at + 4, held(length), true)
}

const longestText = 200

/**
 * A name as text: UTF-8, or Latin-1 where it is not that, to the first NUL and to 200 characters, or as many as `longest` says.
 * Control and direction characters become spaces.
 */
export function markerText(bytes: Uint8Array, longest: number = longestText): string {
  const end = bytes.indexOf(0)
  const raw = bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, 4 * longest))
  const cut = raw.length === 4 * longest
  const text = utf8(raw, cut ? 3 : 0) ?? latin1(raw)
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').trim()
  return Array.from(clean).slice(0, longest).join('')
}

/** Bytes as UTF-8, or null where they are not. Up to `spare` bytes of a last character may be left out. */
function utf8(bytes: Uint8Array, spare: number): string | null {
  for (let cut = 0; cut <= spare; cut++) {
    const whole = bytes.subarray(0, bytes.length - cut)
    try {
      return decodeURIComponent(Array.from(whole, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
    } catch {
      continue
    }
  }
  return null
}

/** What fits an unsigned 32-bit field. */
function held(value: number): number {
  return Math.min(Math.max(value, 0), 0xffffffff)
}
