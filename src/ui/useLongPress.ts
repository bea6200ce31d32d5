import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react'

/** How long a finger rests before it counts as a long press, in milliseconds, and how far it may stray, in pixels. */
const longMs = 500
const strayPx = 10

/**
 * Handlers for a control that tell of a finger resting on it. Lifting that finger presses nothing; a tap, a mouse and keys
 * do what they always do.
 */
export function useLongPress(onLong: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const finger = useRef({ x: 0, y: 0, held: false })
  useEffect(() => () => clearTimeout(timer.current), [])
  const lift = () => clearTimeout(timer.current)
  return {
    onPointerDown: ({ pointerType, clientX, clientY }: PointerEvent) => {
      lift()
      finger.current = { x: clientX, y: clientY, held: false }
      if (pointerType !== 'touch') return
      timer.current = setTimeout(() => {
        finger.current.held = true
        onLong()
      }, longMs)
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = finger.current
      if (Math.hypot(clientX - x, clientY - y) > strayPx) lift()
    },
    onPointerUp: lift,
    onPointerCancel: lift,
    onClickCapture: (event: MouseEvent) => {
      // A click by key comes from no finger.
      if (!finger.current.held || event.detail === 0) return
      finger.current.held = false
      event.preventDefault()
      event.stopPropagation()
    },
    onContextMenu: (event: MouseEvent) => {
      if (finger.current.held) event.preventDefault()
    },
  }
}
