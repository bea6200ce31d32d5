import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'

interface TipProps {
  /** What the control does; for one that shows no words, its name. */
  readonly says: string
  /** The keys for it, as the list of keys writes them. */
  readonly keys?: string
  /** The control: a button, or what renders one. */
  readonly children: ReactElement<{ readonly disabled?: boolean }>
}

/**
 * Says what a control does, and which key does it, while it is hovered or has the focus from the keyboard. Screen readers
 * get the same words as its description. On a control that is switched off, which gets no focus, they are a plain `title`.
 */
export function Tip({ says, keys, children }: TipProps) {
  const words = keys === undefined ? says : `${says} (${keys})`
  const off = children.props.disabled === true
  return (
    <Tooltip.Root disabled={off}>
      <Tooltip.Trigger render={children} aria-description={words} {...(off ? { title: words } : {})} />
      {/* Said by the description already. */}
      <Tooltip.Portal aria-hidden>
        <Tooltip.Positioner sideOffset={6} collisionPadding={8} className="z-50">
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

/** Lets the tips below it share one delay: once one is shown, its neighbours follow at once. */
export const TipGroup = Tooltip.Provider
