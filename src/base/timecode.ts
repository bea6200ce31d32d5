import { type Frames, frames, type SampleRate } from './units'

/** A position or length of `value` frames as `h:mm:ss.mmm`, to the nearest millisecond. */
export function formatTimecode(value: number, rate: SampleRate): string {
  const milliseconds = Math.round((value / rate) * 1000)
  const seconds = Math.floor(milliseconds / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return `${hours}:${digits(minutes % 60, 2)}:${digits(seconds % 60, 2)}.${digits(milliseconds % 1000, 3)}`
}

/** The whole seconds of a position or length of `value` frames, as `h:mm:ss`. */
export function formatClock(value: number, rate: SampleRate): string {
  return formatTimecode(value, rate).replace(/\.\d+$/, '')
}

const digits = (count: number, width: number): string => String(count).padStart(width, '0')

/**
 * Reads a time as people type it, to the nearest frame: `12.5`, `41:12.88`, `0:41:12.880`, with a point or a comma before
 * the fraction. Minutes and seconds stay below 60 where a larger unit stands before them. Null for anything else.
 */
export function parseTimecode(text: string, rate: SampleRate): Frames | null {
  const match = /^(?:(?:(\d+):)?(\d+):)?(\d+)(?:[.,](\d*))?$/.exec(text.trim())
  if (match === null) return null
  const [, hours, minutes, seconds, fraction] = match
  if (minutes !== undefined && Number(seconds) >= 60) return null
  if (hours !== undefined && Number(minutes) >= 60) return null
  const whole = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)
  const value = whole * rate + Math.round(Number(`0.${fraction ?? ''}`) * rate)
  return Number.isSafeInteger(value) ? frames(value) : null
}

/**
 * Reads a place as people type it: a time as `parseTimecode` does, or with `+` or `-` before it how far on or back from `here`,
 * a place in frames; before the beginning is the beginning. Null for anything else.
 */
export function parsePlace(text: string, here: number, rate: SampleRate): Frames | null {
  const [, sign, time = ''] = /^\s*([+\-−]?)(.*)$/s.exec(text) ?? []
  const value = parseTimecode(time, rate)
  if (value === null || !sign) return value
  return frames(Math.max(0, Math.round(here) + (sign === '+' ? value : 0 - value)))
}
