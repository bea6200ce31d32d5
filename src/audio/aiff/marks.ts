import { markerText } from '../riff/cuePoints'
import { viewOf } from '../riff/littleEndian'

/** One marker of a `MARK` chunk. */
export interface Mark {
  /** Where it begins in the body. */
  readonly at: number
  readonly id: number
  /** The frame it stands before. */
  readonly frame: number
  readonly text: string
}

/** The markers of a `MARK` chunk, as many as the body holds, whatever count it claims. */
export function marksIn(body: Uint8Array): Mark[] {
  if (body.length < 2) return []
  const view = viewOf(body)
  const marks: Mark[] = []
  let at = 2
  for (let left = view.getUint16(0); left > 0 && at + 7 <= body.length; left--) {
    const length = view.getUint8(at + 6)
    const text = markerText(body.subarray(at + 7, at + 7 + length))
    marks.push({ at, id: view.getUint16(at), frame: view.getUint32(at + 2), text })
    at += 7 + length + ((length + 1) % 2)
  }
  return marks
}

/** Writes a marker's new frame into `body`, held to the 32 bits that the field has. */
export function moveMark(body: Uint8Array, { at }: Mark, to: number): void {
  viewOf(body).setUint32(at + 2, Math.min(Math.max(to, 0), 0xffffffff))
}
