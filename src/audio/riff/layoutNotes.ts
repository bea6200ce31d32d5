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
