import { Popover } from '@base-ui/react/popover'
import type { StatusBody } from '../infill/contract'
import { PopoverPanel } from './PopoverPanel'
import { Tip } from './Tip'
import { useHealth, useStatus } from './useService'

const number = new Intl.NumberFormat('en')

/** Which engine answers, or that none does; pressed, it says more. */
export function EngineBadge() {
  const { data, isError } = useStatus()
  if (!data && !isError) return null
  const name = isError ? 'service offline' : data?.engine === 'embedded' ? 'embedded voice' : 'Cartesia'
  return (
    <Popover.Root>
      <Tip says="What speaks the takes">
        <Popover.Trigger
          className={`min-h-6 cursor-pointer rounded-full border px-2 py-0.5 text-xs hover:bg-raised ${isError ? 'border-fault text-fault' : 'border-line text-muted'}`}
        >
          {name}
        </Popover.Trigger>
      </Tip>
      <PopoverPanel side="bottom" align="end" look="w-80">
        <Popover.Title className="font-semibold">
          {isError ? 'The service is offline' : data?.engineLabel}
        </Popover.Title>
        {isError || !data ? <Offline /> : <About status={data} />}
      </PopoverPanel>
    </Popover.Root>
  )
}

function Offline() {
  const { error, refetch, isFetching } = useStatus()
  return (
    <>
      <p>{error?.message}</p>
      <button type="button" className="button self-start" disabled={isFetching} onClick={() => void refetch()}>
        Ask again
      </button>
    </>
  )
}

function About({ status }: { readonly status: StatusBody }) {
  return status.engine === 'embedded' ? (
    <>
      <p>
        A plain computer voice, free of charge. What it reads of your recording goes no further than Pickup’s own
        server: nothing is sent to a speech service. It is for trying Pickup out: it does not sound like the person in
        your recording, and it cannot make voices.
      </p>
      <p>
        For natural speech, get a key from Cartesia and start Pickup with it in the environment variable{' '}
        <code className="rounded bg-raised px-1 font-mono">CARTESIA_API_KEY</code>. It stays with Pickup’s server and
        never comes to this page.
      </p>
    </>
  ) : (
    <>
      <p>
        Takes are spoken by the Cartesia service. Only the seconds around a fix are sent, never the whole recording.
      </p>
      <Health />
    </>
  )
}

function Health() {
  const { data, error, isFetching } = useHealth()
  const problem = error?.message ?? data?.problem ?? null
  const budget = data?.budget ?? null
  return (
    <div aria-live="polite" className="flex flex-col gap-1">
      {!data && !error && <p className="text-muted">{isFetching ? 'Asking the service …' : ''}</p>}
      {problem !== null && <p className="text-fault">{problem}</p>}
      {data?.ok === true && (
        <p className="text-good">
          It can be reached and takes the key{data.upstreamVersion === null ? '' : `; version ${data.upstreamVersion}`}.
        </p>
      )}
      {budget !== null && (
        <p>
          {number.format(budget.left)} of {number.format(budget.daily)} credits are left for today (UTC).
        </p>
      )}
      {data && budget === null && <p className="text-muted">No daily budget is set.</p>}
    </div>
  )
}
