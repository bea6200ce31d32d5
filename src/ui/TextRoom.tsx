import type { TextSize } from '../state/textSize'

const number = new Intl.NumberFormat('en')

/** How much of the most that one fix can say is typed, from shortly before on; nothing while there is room enough. */
export function TextRoom({ id, size }: { readonly id: string; readonly size: TextSize }) {
  return (
    <>
      <p id={id} className={`text-xs empty:hidden ${size.room === 'over' ? 'text-fault' : 'text-muted'}`}>
        {countWords(size)}
      </p>
      {/* There from the start, and the same from key to key: said once when room runs short, and once when it is out. */}
      <p aria-live="polite" className="sr-only">
        {roomWords(size)}
      </p>
    </>
  )
}

function countWords({ characters, limit, room }: TextSize): string | null {
  if (room === 'enough') return null
  if (room === 'near') return `${number.format(characters)} of ${number.format(limit)} characters`
  const over = characters - limit
  return `${number.format(over)} ${over === 1 ? 'character' : 'characters'} too many: ${number.format(limit)} is the most for one fix. Split it into several fixes.`
}

function roomWords({ limit, room }: TextSize): string | null {
  if (room === 'enough') return null
  return room === 'near'
    ? `Close to ${number.format(limit)} characters, the most for one fix.`
    : 'The text is too long for one fix.'
}
