import type { TimelineFrame, TimelineRange } from '../base/units'
import type { SelectGesture } from './gestures'
import type { Edge } from './selectionOverlay'
import type { View } from './viewMath'

/** The playhead as the view follows it, in frames of the timeline that is shown. */
export interface Playhead {
  position(): number
  playing(): boolean
  /** Calls `listener` when playing starts, stops, jumps or goes on in another timeline, and whether it jumped, until the returned function is called. */
  subscribe(listener: (jumped: boolean) => void): () => void
}

/** The part of the timeline on screen, in frames (real numbers). */
export interface VisiblePart extends View {
  readonly end: number
}

/** What the user did on the waveform, and what changed on it. Positions are frames of the timeline that is shown. */
export interface WaveformEvents {
  /** The part on screen changed, or the timeline's length. */
  view: VisiblePart
  /** The source, the marks, what is known of it, the colours or the selection changed. */
  content: null
  /** The playhead moved; once a drawn frame while playing. */
  time: null
  /** A marker was clicked: where it stands. */
  marker: { readonly at: TimelineFrame }
  seek: { readonly at: TimelineFrame; readonly alt: boolean; readonly shift: boolean }
  /** A double click, or a finger that rested there. */
  'double-click': { readonly at: TimelineFrame; readonly touch: boolean }
  'triple-click': { readonly at: TimelineFrame; readonly touch: boolean }
  'select-start': SelectGesture
  'select-change': SelectGesture
  'select-end': SelectGesture
  /** The drag was given up; the selection from before it holds again. */
  'select-cancel': { readonly range: TimelineRange | null }
  /** A key moved a handle to `at`, which lies within the timeline and not beyond the other edge. */
  'handle-move': { readonly edge: Edge; readonly at: TimelineFrame; readonly alt: boolean }
  /** Samples could not be read; peaks are shown in their place. */
  error: { readonly error: unknown }
}
