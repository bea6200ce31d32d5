import { useQuery } from '@tanstack/react-query'
import { loadStatus, loadVoices } from '../state/serviceFlow'
import { useApp } from './appContext'

const halfMinute = 30_000
/** Without a network Pickup's server may still be there: it often runs on this machine. */
const networkMode = 'always'

/** Which engine answers; asked again now and then, so that the page notices when the service comes or goes. */
export function useStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => loadStatus(signal),
    refetchInterval: halfMinute,
    retry: false,
    networkMode,
  })
}

/** The voices to choose from. */
export function useVoices() {
  const app = useApp()
  return useQuery({
    queryKey: ['voices'],
    queryFn: ({ signal }) => loadVoices(app, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    networkMode,
  })
}
