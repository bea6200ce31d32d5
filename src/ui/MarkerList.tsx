import { Popover } from '@base-ui/react/popover'
import { Bookmark } from 'lucide-react'
import { useState } from 'react'
import { formatTimecode } from '../base/timecode'
import { goToMarker } from '../state/markerFlow'
import { useApp, useOpen } from './appContext'
import { PopoverPanel } from './PopoverPanel'
import { Tip } from './Tip'

/** As many as are listed at once; the others are found by their name. */
const mostListed = 200

/** The markers that the file carries, by place: each goes there. Nothing for a file without any. */
export function MarkerList() {
  const count = useOpen(({ timelineMarkers }) => timelineMarkers.length)
  if (count === 0) return null
  return (
    <Popover.Root>
      <Tip says="Markers of the file: to the one before or after" keys="Page Up / Page Down">
        <Popover.Trigger className="button button-quiet button-small">
          <Bookmark size={16} aria-hidden />
          Markers ({count})
        </Popover.Trigger>
      </Tip>
      <PopoverPanel side="top" align="end" look="w-80">
        <Popover.Title className="font-semibold">Markers</Popover.Title>
        <Markers />
      </PopoverPanel>
    </Popover.Root>
  )
}

function Markers() {
  const app = useApp()
  const { markers, rate } = useOpen(({ timelineMarkers, recording }) => ({
    markers: timelineMarkers,
    rate: recording.format.rate,
  }))
  const [wanted, setWanted] = useState('')
  const found = markers.filter(({ label }) => label.toLowerCase().includes(wanted.toLowerCase()))
  const listed = found.slice(0, mostListed)
  return (
    <>
      {markers.length > 8 && (
        <input
          type="search"
          aria-label="Find a marker"
          placeholder="Find a marker"
          className="field"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <ul aria-label="Markers" className="flex max-h-72 flex-col overflow-y-auto">
        {listed.map(({ start, end, label, number }) => (
          <li key={number}>
            <Popover.Close
              className="button button-quiet w-full justify-start gap-2 text-left"
              onClick={() => goToMarker(app, start)}
            >
              <span className="font-mono text-muted text-xs tabular-nums">{formatTimecode(start, rate)}</span>
              <span className="min-w-0 truncate">{label === '' ? 'no name' : label}</span>
              {end > start && <span className="ml-auto text-muted text-xs">{((end - start) / rate).toFixed(1)} s</span>}
            </Popover.Close>
          </li>
        ))}
      </ul>
      {listed.length < found.length && (
        <p className="text-muted text-xs">
          {listed.length} of {found.length}. Type part of a name to find the others.
        </p>
      )}
      {found.length === 0 && <p className="text-muted text-xs">No marker has that in its name.</p>}
    </>
  )
}
