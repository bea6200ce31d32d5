import { rangeLength, type SampleRate, type TimelineRange } from '../base/units'
import type { InfillPlan } from './plan'

/** A plan in one sentence: what is sent along of each side, and what is replaced. */
export function planInWords({ left, selection, right }: InfillPlan, rate: SampleRate): string {
  const replaced = rangeLength(selection) / rate
  const then = replaced === 0 ? 'replaces nothing, the line is put in between' : `replaces ${replaced.toFixed(3)} s`
  return `Sends ${sentWords(left, rate, 'before')} and ${sentWords(right, rate, 'after')}; ${then}.`
}

function sentWords(range: TimelineRange | null, rate: SampleRate, side: 'before' | 'after'): string {
  return range === null ? `nothing ${side} (no speech there)` : `${(rangeLength(range) / rate).toFixed(1)} s ${side}`
}
