import type { TextSize } from '../state/textSize'

const number = new Intl.NumberFormat('en')

/** How much of the most that one fix can say is typed, from shortly before on; nothing while there is room enough. */
export function TextRoom({ id, size }: { readonly id: string; readonly size: TextSize }) {
  const { characters, limit, room } = size
  const over = characters - limit
  return (
    <p id={id} aria-live="polite" className={`text-xs empty:hidden ${room === 'over' ? 'text-fault' : 'text-muted'}`}>
      {room === 'near' && `${number.format(characters)} of ${number.format(limit)} characters`}
      {room === 'over' &&
        `${number.format(over)} ${over === 1 ? 'character' : 'characters'} too many: ${number.format(limit)} is the most for one fix. Split it into several fixes.`}
    </p>
  )
}
