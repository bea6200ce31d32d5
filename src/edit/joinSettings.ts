/** How a take is made to sit in the recording. Part of a fix; changing one renders the insert again. */
export interface JoinSettings {
  /** Gain on the take in dB, −24…+24, or `auto`: matched to the speech around it. */
  readonly gainDb: number | 'auto'
  /** Length of the crossfade at each seam in ms, 2–250, or `auto`: from the pause at hand. */
  readonly fadeMs: number | 'auto'
  /** Silence between the words before and the take's first word, in ms, or `auto`: as long as before. */
  readonly leadMs: number | 'auto'
  /** Silence between the take's last word and the words after, in ms, or `auto`: as long as before. */
  readonly tailMs: number | 'auto'
  /** Whether what the take's floor lacks against the pauses around it is added. */
  readonly roomTone: boolean
}

/** What a new fix starts with: everything measured. */
export const defaultJoin: JoinSettings = {
  gainDb: 'auto',
  fadeMs: 'auto',
  leadMs: 'auto',
  tailMs: 'auto',
  roomTone: true,
}
