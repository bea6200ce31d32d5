import { Tooltip } from '@base-ui/react/tooltip'
import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef, useState } from 'react'
import { useLongPress } from './useLongPress'

interface TipProps {
  /** What the control does; for one that shows no words, its name. */
  readonly says: string
  /** The keys for it, as the list of keys writes them. */
  readonly keys?: string | undefined
  /** Whether screen readers have the words already, or need them elsewhere. */
  readonly silent?: boolean
  /** Whether to say this is all it is for, so that a tap or a click shows it too. */
  readonly info?: boolean
  /** Whether the control shows these words itself, so that they are wanted only where it cuts them. */
  readonly rest?: boolean
  /** The control: a button, or what renders one. */
  readonly children: ReactElement<{ readonly disabled?: boolean }>
}

/**
 * Says what a control does, and which key does it, while it is hovered or has the focus from the keyboard, and when a finger
 * rests on it. Screen readers get the same words as its description. On a control that is switched off, which gets no focus,
 * they are a plain `title` for the mouse.
 */
export function Tip({ says, keys, silent = false, info = false, rest = false, children }: TipProps) {
  const words = keys === undefined ? says : `${says} (${keys})`
  const off = children.props.disabled === true
  const { open, show, root, trigger } = useTip(off, rest)
  return (
    <Tooltip.Root open={open} {...root}>
      <Tooltip.Trigger
        render={children}
        disabled={off}
        closeOnClick={!info}
        {...trigger}
        {...(silent ? {} : { 'aria-description': words })}
        {...(off ? { title: words } : {})}
        {...(info ? { onClick: show } : {})}
      />
      {/* Said by the description already. */}
      <Tooltip.Portal aria-hidden>
        <Tooltip.Positioner side={info ? 'right' : 'top'} sideOffset={6} collisionPadding={8} className="z-50">
          <Tooltip.Popup role="tooltip" className="tip">
            {says}
            {keys?.split(' / ').map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

/** When a tip is shown: when it is asked for, by hover and by focus; not by the press that gives a field the focus, nor beside what its control has opened. */
function useTip(off: boolean, rest: boolean) {
  // A tip does not outlast that its control is switched off, or on again.
  const [{ shown, wasOff }, setShown] = useState({ shown: false, wasOff: off })
  const open = shown && wasOff === off
  const setOpen = (shown: boolean) => setShown({ shown, wasOff: off })
  const pressed = useRef(false)
  const asked = useRef(false)
  const show = () => {
    asked.current = true
    setOpen(true)
  }
  const { onPointerDown, onPointerUp, onPointerCancel, ...press } = useLongPress(show)
  const onOpenChange: Tooltip.Root.Props['onOpenChange'] = (next, { reason, trigger }) => {
    const byFocus = reason === 'trigger-focus'
    // One that was asked for stays when the focus goes back to the page.
    if (!next && byFocus && asked.current) return
    asked.current = false
    const hasOpened = trigger?.matches('[aria-haspopup][aria-expanded="true"]') ?? false
    const isWanted = !rest || (trigger !== undefined && isCut(trigger))
    setOpen(next && !(byFocus && pressed.current) && !hasOpened && isWanted)
  }
  const lifted = (lift: () => void) => () => {
    pressed.current = false
    lift()
  }
  const trigger = {
    ...press,
    onPointerDown: (event: PointerEvent) => {
      pressed.current = true
      onPointerDown(event)
    },
    onPointerUp: lifted(onPointerUp),
    onPointerCancel: lifted(onPointerCancel),
    // The pointer may be let go of elsewhere.
    onPointerLeave: () => {
      pressed.current = false
    },
    onKeyDown: ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') setOpen(false)
    },
  }
  return { open, show, root: { onOpenChange }, trigger }
}

/** Whether an element, or the first one in it, shows less than it holds. */
function isCut(element: Element): boolean {
  return [element, element.firstElementChild].some((shown) => shown !== null && shown.scrollHeight > shown.clientHeight)
}

interface LabelTipProps {
  /** What it is for; nothing where its name tells. */
  readonly says: string | undefined
  readonly children: ReactElement<object>
}

/** A tip for the label of a control, which says the same to screen readers as its description. */
export function LabelTip({ says, children }: LabelTipProps) {
  return says === undefined ? (
    children
  ) : (
    <Tip says={says} silent>
      {children}
    </Tip>
  )
}

/** The description of the control in a label that has a tip. */
export const described = (says: string | undefined) => (says === undefined ? {} : { 'aria-description': says })

/** Lets the tips below it share one delay: once one is shown, its neighbours follow at once. */
export const TipGroup = Tooltip.Provider
