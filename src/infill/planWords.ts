import { rangeLength, type SampleRate, type TimelineRange } from '../base/units'
import type { InfillPlan } from './plan'

/** How far what is sent along goes: no further than Pickup's own server, wherever that runs, or on to the service. */
export type Reach = 'server' | 'service'

/** A plan in words: what goes along of each side and how far, and what is replaced. */
export function planInWords({ left, selection, right }: InfillPlan, rate: SampleRate, reach: Reach): string {
  const replaced = rangeLength(selection) / rate
  const then = replaced === 0 ? 'replaces nothing, the line is put in between' : `replaces ${replaced.toFixed(3)} s`
  const along = `${sideWords(left, rate, 'before')} and ${sideWords(right, rate, 'after')}`
  switch (reach) {
    case 'server':
      return `Sends ${along} to Pickup’s own server and no further; ${then}.`
    case 'service':
      return `Sends ${along} to Cartesia; ${then}.`
  }
}

function sideWords(range: TimelineRange | null, rate: SampleRate, side: 'before' | 'after'): string {
  return range === null ? `nothing ${side} (no speech there)` : `${(rangeLength(range) / rate).toFixed(1)} s ${side}`
}
