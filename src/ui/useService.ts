import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { loadHealth, loadStatus } from '../state/serviceFlow'
import { findVoices, firstPlace, loadVoices, type VoiceSearch } from '../state/voiceFlow'
import { useApp } from './appContext'

const halfMinute = 30_000
/** Without a network Pickup's server may still be there: it often runs on this machine. */
const networkMode = 'always'

/** Which engine answers; asked again now and then, so that the page notices when the service comes or goes. */
export function useStatus() {
  const app = useApp()
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => loadStatus(app, signal),
    refetchInterval: halfMinute,
    retry: false,
    networkMode,
  })
}

/** Whether takes can be made now; asked each time it is looked at. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => loadHealth(signal),
    gcTime: 0,
    retry: false,
    networkMode,
  })
}

/** The short list of voices of the engine that answers. */
export function useVoices() {
  const app = useApp()
  const { data: status } = useStatus()
  return useQuery({
    queryKey: ['voices', status?.engine],
    queryFn: ({ signal }) => loadVoices(app, signal),
    enabled: status !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    networkMode,
  })
}

/** All voices that a search finds, page after page, the user's own first. */
export function useVoiceSearch(search: VoiceSearch) {
  const { data: status } = useStatus()
  return useInfiniteQuery({
    queryKey: ['voices', status?.engine, search],
    queryFn: ({ signal, pageParam }) => findVoices(search, pageParam, signal),
    initialPageParam: firstPlace,
    getNextPageParam: ({ next }) => next,
    enabled: status !== undefined,
    placeholderData: (before) => before,
    retry: false,
    networkMode,
  })
}
