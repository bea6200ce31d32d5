import { assert } from './assert'
import type { Brand } from './brand'

/** A count of sample frames: an integer, 0 or more. One frame holds one sample of every channel. */
export type Frames = Brand<number, 'Frames'>

/** Frames per second: an integer, 1 or more. */
export type SampleRate = Brand<number, 'SampleRate'>

/** A boundary between frames of the recording as it was dropped: 0 is before its first frame. */
export type RecordingFrame = Brand<number, 'RecordingFrame'>

/** A boundary between frames of the edited timeline, which differs from the recording by the fixes that are on. */
export type TimelineFrame = Brand<number, 'TimelineFrame'>

/** A span of the recording, in its own frames: `start` is in it, `end` is not. `start <= end`. */
export interface RecordingRange {
  readonly start: RecordingFrame
  readonly end: RecordingFrame
}

/** A span of the edited timeline, in its frames: `start` is in it, `end` is not. `start <= end`. */
export interface TimelineRange {
  readonly start: TimelineFrame
  readonly end: TimelineFrame
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** Brands a count of frames. Asserts an integer of 0 or more. */
export function frames(value: number): Frames {
  assert(isCount(value), `not a count of frames: ${value}`)
  return value as Frames
}

/** Brands a sample rate in Hz. Asserts an integer of 1 or more. */
export function sampleRate(value: number): SampleRate {
  assert(isCount(value) && value > 0, `not a sample rate: ${value}`)
  return value as SampleRate
}

/** Brands a position in the recording. Asserts an integer of 0 or more. */
export function recordingFrame(value: number): RecordingFrame {
  assert(isCount(value), `not a recording frame: ${value}`)
  return value as RecordingFrame
}

/** Brands a position on the edited timeline. Asserts an integer of 0 or more. */
export function timelineFrame(value: number): TimelineFrame {
  assert(isCount(value), `not a timeline frame: ${value}`)
  return value as TimelineFrame
}

/** The half-open span `[start, end)` of the recording. Asserts `start <= end`. */
export function recordingRange(start: number, end: number): RecordingRange {
  assert(start <= end, `range ends before it starts: ${start}..${end}`)
  return { start: recordingFrame(start), end: recordingFrame(end) }
}

/** The half-open span `[start, end)` of the edited timeline. Asserts `start <= end`. */
export function timelineRange(start: number, end: number): TimelineRange {
  assert(start <= end, `range ends before it starts: ${start}..${end}`)
  return { start: timelineFrame(start), end: timelineFrame(end) }
}

/** How many frames a span holds. */
export function rangeLength(range: RecordingRange | TimelineRange): Frames {
  return frames(range.end - range.start)
}

/** Frames as seconds, for the UI and for libraries that count in seconds. */
export function framesToSeconds(value: number, rate: SampleRate): number {
  return value / rate
}

/** The frame boundary nearest to `seconds`; negative seconds give 0. */
export function secondsToFrames(seconds: number, rate: SampleRate): Frames {
  return frames(Math.max(0, Math.round(seconds * rate)))
}

/** `value` held between `low` and `high`. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
