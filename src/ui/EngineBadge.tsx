import { useStatus } from './useService'

/** Which engine answers, or that none does. */
export function EngineBadge() {
  const { data, isError } = useStatus()
  if (isError) {
    return (
      <span
        className="rounded-full border border-fault px-2 py-0.5 text-fault text-xs"
        title="Pickup's own service does not answer. Is it still running?"
      >
        service offline
      </span>
    )
  }
  if (!data) return null
  const embedded = data.engine === 'embedded'
  return (
    <span
      className="rounded-full border border-line px-2 py-0.5 text-muted text-xs"
      title={
        embedded
          ? 'A plain voice that speaks on this machine, for trying things out. Set CARTESIA_API_KEY and start again for natural speech.'
          : 'Takes are spoken by the Cartesia service; only the seconds around a fix are sent.'
      }
    >
      {embedded ? 'embedded voice' : 'Cartesia'}
    </span>
  )
}
