/** How a take is made to sit in the recording. Part of a fix; changing one renders the insert again. */
export interface JoinSettings {
  /** Gain on the take in dB, −24…+24, or `auto`: matched to `level`. */
  readonly gainDb: number | 'auto'
  /**
   * What `auto` gain matches: the speech that is `replaced`, as far as it is of the loudness of what surrounds it, or the speech
   * `around` alone.
   */
  readonly level: 'replaced' | 'around'
  /** Length of the crossfade at each seam in ms, 2–250, or `auto`: from the pause at hand. */
  readonly fadeMs: number | 'auto'
  /** By how much the original hands over to the take later (+) or earlier (−) than it would by itself, in ms, −50…+50. */
  readonly leftNudgeMs: number
  /** By how much the take hands over to the original later (+) or earlier (−) than it would by itself, in ms, −50…+50. */
  readonly rightNudgeMs: number
  /** Whether the take's own silence at both ends is cut off. */
  readonly trim: boolean
  /** Silence between the words before and the take's first word, in ms, or `auto`: as long as before. */
  readonly leadMs: number | 'auto'
  /** Silence between the take's last word and the words after, in ms, or `auto`: as long as before. */
  readonly tailMs: number | 'auto'
  /** Whether the take stands between the channels where the speaker does; else it is equal in all. */
  readonly spread: boolean
  /** Whether the take's long-term spectrum is brought gently towards that of the speech around it. */
  readonly toneMatch: boolean
  /** Whether what the take's floor lacks against the pauses around it is added. */
  readonly roomTone: boolean
  /** Whether the recording grows or shrinks with the take (`ripple`), or the take is made to fit (`hold`). */
  readonly length: 'ripple' | 'hold'
}

/** What a new fix starts with: everything measured. */
export const defaultJoin: JoinSettings = {
  gainDb: 'auto',
  level: 'replaced',
  fadeMs: 'auto',
  leftNudgeMs: 0,
  rightNudgeMs: 0,
  trim: true,
  leadMs: 'auto',
  tailMs: 'auto',
  spread: true,
  toneMatch: false,
  roomTone: true,
  length: 'ripple',
}

/** The name of every setting. */
export const joinSettingNames: readonly (keyof JoinSettings)[] = [
  'gainDb',
  'level',
  'fadeMs',
  'leftNudgeMs',
  'rightNudgeMs',
  'trim',
  'leadMs',
  'tailMs',
  'spread',
  'toneMatch',
  'roomTone',
  'length',
]
