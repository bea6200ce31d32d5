import type { StatusBody } from '../infill/contract'
import type { Reach } from '../infill/planWords'

interface Answering {
  readonly service: Pick<StatusBody, 'engine'> | null
}

/** How far what is sent along goes with the engine that answers; to the service while that is not known. */
export function reachOf({ service }: Answering, host: string = location.hostname): Reach {
  if (service?.engine !== 'embedded') return 'service'
  return ['localhost', '127.0.0.1', '[::1]'].includes(host) ? 'computer' : 'server'
}
