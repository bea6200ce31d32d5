import { clamp } from '../base/units'

/** What a turn of the wheel asks for. */
export type WheelMove =
  | { readonly kind: 'scroll'; readonly pixels: number }
  /** Zooms in by `factor`, out below 1, at the pointer. */
  | { readonly kind: 'zoom'; readonly factor: number }

/** What `wheelMove` looks at of a wheel event. */
export type WheelTurn = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey'>

const linePixels = 32
/** Wheel pixels that double the zoom, and the most that one event counts for. */
const doubling = 120

/**
 * A wheel turn scrolls; with Ctrl or Command, or as a pinch on a touchpad, which browsers tell as such, it zooms.
 * `width` is that of the screen, for wheels that turn by pages.
 */
export function wheelMove({ deltaX, deltaY, deltaMode, ctrlKey, metaKey }: WheelTurn, width: number): WheelMove {
  const unit = [1, linePixels, width][deltaMode] ?? 1
  if (ctrlKey || metaKey) {
    return { kind: 'zoom', factor: 2 ** (-clamp(deltaY * unit, -doubling, doubling) / doubling) }
  }
  return { kind: 'scroll', pixels: (Math.abs(deltaX) > Math.abs(deltaY) ? deltaX : deltaY) * unit }
}
