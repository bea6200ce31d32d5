/**
 * How the takes of one line differ, as a speaker who says it again would: length against the pace, and pitch against the pitch, of
 * the first one. A take further on begins again.
 */
export const readings: readonly { readonly stretch: number; readonly pitch: number }[] = [
  { stretch: 1, pitch: 1 },
  { stretch: 0.93, pitch: 1.03 },
  { stretch: 1.08, pitch: 0.97 },
  { stretch: 0.97, pitch: 0.95 },
  { stretch: 1.04, pitch: 1.05 },
]

/** Which reading a take gets by its number, which counts from 1; any other name for one is read as the first is. */
export function readingOf(take: string): number {
  return /^[1-9]\d{0,8}$/.test(take) ? (Number(take) - 1) % readings.length : 0
}
