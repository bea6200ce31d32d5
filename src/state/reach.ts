import type { StatusBody } from '../infill/contract'
import type { Reach } from '../infill/planWords'

interface Answering {
  readonly service: Pick<StatusBody, 'engine'> | null
}

/**
 * How far what is sent along goes with the engine that answers; to the service while that is not known. Whether Pickup's server
 * is on the same computer cannot be told from here: its address may be the near end of a tunnel.
 */
export function reachOf({ service }: Answering): Reach {
  return service?.engine === 'embedded' ? 'server' : 'service'
}
