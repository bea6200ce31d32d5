import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'

interface PopoverPanelProps {
  /** Its name, where it has no title. */
  readonly name?: string
  readonly side: 'top' | 'bottom'
  readonly align?: 'start' | 'center' | 'end'
  /** Classes for its size. */
  readonly look: string
  /** Whether it lies over the whole page where that is low: for what is long. */
  readonly roomy?: boolean
  readonly finalFocus?: Popover.Popup.Props['finalFocus']
  readonly children: ReactNode
}

/** What a button opens beside itself. Where there is little room it scrolls. */
export function PopoverPanel(props: PopoverPanelProps) {
  const { name, side, align = 'center', look, roomy = false, finalFocus = true, children } = props
  return (
    <Popover.Portal>
      <Popover.Positioner
        side={side}
        align={align}
        sideOffset={6}
        collisionPadding={8}
        className={`z-40 ${roomy ? 'popover-roomy' : ''}`}
      >
        <Popover.Popup
          {...(name === undefined ? {} : { 'aria-label': name })}
          finalFocus={finalFocus}
          className={`panel popover ${look}`}
        >
          {children}
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  )
}
