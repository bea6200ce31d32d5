/** The part of a tile that one channel is drawn in, in device pixels. */
export interface Lane {
  readonly channel: number
  readonly top: number
  readonly height: number
  /** Factor on the samples' values; what goes beyond the lane is cut off. */
  readonly amplitude: number
}

/** A run of device columns of one colour. */
export interface ColourRun {
  readonly from: number
  readonly to: number
  readonly colour: string
}

/** How columns of device pixels of a tile lie on the timeline. */
export interface Columns {
  /** Frame at the left edge of column 0, and frames per column. Real numbers. */
  readonly start: number
  readonly step: number
  readonly count: number
  /** Device pixels per CSS pixel. */
  readonly scale: number
}

/** Device column of a frame, a real number. */
export const xOf = (columns: Columns, frame: number): number => (frame - columns.start) / columns.step

/** Frame at a device column, a real number. */
export const frameOf = (columns: Columns, x: number): number => columns.start + x * columns.step
