import type { Shown } from '../player/seamGeometry'

const choices: readonly { readonly value: Shown; readonly name: string }[] = [
  { value: 'after', name: 'Now' },
  { value: 'before', name: 'Original' },
  { value: 'both', name: 'Both' },
]

interface SeamLegendProps {
  readonly shown: Shown
  readonly onShown: (shown: Shown) => void
}

/** Which sound the close-ups show, and what their lines mean. */
export function SeamLegend({ shown, onShown }: SeamLegendProps) {
  return (
    <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      <ul aria-label="Legend" className="flex flex-wrap items-center gap-x-3 text-muted max-sm:gap-x-2">
        {shown === 'both' && <Line name="original" dashes="4 3" colour="var(--wave-original)" />}
        {shown !== 'before' && <Line name="fade: insert" colour="var(--ruler)" />}
        {shown !== 'before' && <Line name="fade: original" dashes="2 2" colour="var(--ruler)" />}
        <li className="flex items-center gap-1">
          <span aria-hidden className="h-3 w-4 border-(--ruler) border-b-[3px] bg-(--pause)" />
          pause
        </li>
      </ul>
      <div role="group" aria-label="Shown in the close-ups" className="flex">
        {choices.map(({ value, name }) => (
          <button
            key={value}
            type="button"
            className="button button-tiny rounded-none first:rounded-l-md last:rounded-r-md"
            aria-pressed={shown === value}
            onClick={() => onShown(value)}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  )
}

function Line({ name, dashes, colour }: { readonly name: string; readonly dashes?: string; readonly colour: string }) {
  return (
    <li className="flex items-center gap-1">
      <svg aria-hidden="true" width="20" height="8">
        <line x1="0" y1="4" x2="20" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dashes} />
      </svg>
      {name}
    </li>
  )
}
