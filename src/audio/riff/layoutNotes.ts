import type { Chunk } from '../chunk'
import type { AudioFormat } from '../format'

/**
 * What is odd about a recording that was opened all the same.
 * - `truncated`: sound that the header promises is missing. `partial-frame`: a few last bytes make no whole frame.
 * - `sizes-repaired`: lengths in the header are wrong or open. `pad-byte`: a pad byte is missing.
 * - `trailing-bytes`: bytes that belong to no chunk. `second-chunk`: a second `data` or `fmt ` chunk.
 * - `block-align`: the header contradicts itself on the size of a frame. `chunk-order`: chunks in an order of their own.
 */
export type LayoutNoteCode =
  | 'truncated'
  | 'partial-frame'
  | 'sizes-repaired'
  | 'pad-byte'
  | 'trailing-bytes'
  | 'second-chunk'
  | 'block-align'
  | 'chunk-order'

/** Something the user is told about a recording that was opened all the same, and what the export makes of it. */
export interface LayoutNote {
  readonly code: LayoutNoteCode
  readonly message: string
}

/** A count of bytes for people: `17 bytes`, `300 kB`, `4.3 GB`. */
export function byteText(count: number): string {
  if (count < 1000) return count === 1 ? '1 byte' : `${count} bytes`
  const step = count < 1e6 ? 1e3 : count < 1e9 ? 1e6 : 1e9
  const unit = step === 1e3 ? 'kB' : step === 1e6 ? 'MB' : 'GB'
  const value = count / step
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

/** Frames are missing at the end. `promised` and `held` are bytes of samples. */
export function cutSamples(promised: number, held: number, { bytesPerFrame, rate }: AudioFormat): LayoutNote {
  const frames = Math.floor(promised / bytesPerFrame)
  const missing = frames - Math.floor(held / bytesPerFrame)
  const seconds = (missing / rate).toFixed(3)
  return {
    code: 'truncated',
    message: `The recording is cut: ${missing} of ${frames} frames (${seconds} s) are missing at the end. What is there can be edited; look for a complete copy if you need the rest.`,
  }
}

/** The header leaves the length of the samples open. */
export const openLength: LayoutNote = {
  code: 'sizes-repaired',
  message:
    'The header leaves the length open, as recorders do that never finished it. Everything to the end of the file was taken as sound, and the export says the length right.',
}

/** The samples end in the middle of a frame, of which `spare` bytes are there. */
export function partialFrame(spare: number): LayoutNote {
  return {
    code: 'partial-frame',
    message: `The samples end inside a frame. Its ${byteText(spare)} are left out.`,
  }
}

/** A chunk other than that of the samples is cut. */
export function cutChunk({ id, declaredSize, bodyStart, bodyEnd }: Chunk): LayoutNote {
  const missing = byteText(declaredSize - (bodyEnd - bodyStart))
  return {
    code: 'truncated',
    message: `The file ends ${missing} before its “${id}” chunk does. The export keeps what is there.`,
  }
}

/** There is no pad byte. `where` names one chunk or several. */
export function missingPad(where: string): LayoutNote {
  return { code: 'pad-byte', message: `The pad byte behind ${where} is missing. The export puts it in.` }
}

/** There are several chunks of an id of which one counts. */
export function secondChunk(id: string): LayoutNote {
  return {
    code: 'second-chunk',
    message: `The file has more than one “${id}” chunk. The first one was opened; the others are left out of the export.`,
  }
}

/** So many bytes behind the last chunk belong to none. */
export function trailingBytes(count: number): LayoutNote {
  return {
    code: 'trailing-bytes',
    message: `Behind the last chunk the file goes on for ${byteText(count)} that belong to none. This is not taken as sound and is left out of the export.`,
  }
}

/** A number that repeats a length is wrong. */
export const wrongSizes: LayoutNote = {
  code: 'sizes-repaired',
  message: 'Lengths in the header are wrong. The file was read by what it holds, and the export says them right.',
}
