import type { AudioFormat } from '../audio/format'
import type { SampleRate } from '../base/units'
import type { Snapped, SnappedEdge } from '../infill/snap'
import type { CoveredFixes } from '../state/selectionFlow'

const lawNames: Readonly<Record<string, string>> = { alaw: 'A-law', mulaw: 'µ-law' }
const channelNames: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo' }

/** A recording's format in the words of an editor: `48 kHz · 24-bit · stereo`. */
export function formatName({ rate, encoding, validBits, channels }: AudioFormat): string {
  const kind = lawNames[encoding] ?? `${validBits}-bit${encoding.startsWith('f') ? ' float' : ''}`
  return `${rate / 1000} kHz · ${kind} · ${channelNames[channels] ?? `${channels} channels`}`
}

/** Signed milliseconds: `+12 ms`, `−3 ms`. */
export function signedMs(frames: number, rate: SampleRate): string {
  const ms = Math.round((frames / rate) * 1000)
  return `${ms < 0 ? '−' : '+'}${Math.abs(ms)} ms`
}

/** Where an insertion point stands: how far it moved, and how much of which pause the line takes the place of. */
function describePoint({ moved, pause, reason }: SnappedEdge, { rate, givenUp }: SelectionFacts): string {
  const ms = (frames: number) => Math.round((frames / rate) * 1000)
  const taken = ms(givenUp)
  if (pause === null) {
    if (reason === 'no-pause-in-reach') return 'Inserts inside sound: no pause within 250 ms'
    if (reason === 'file-edge') return 'Inserts at the edge of the recording'
    return taken === 0
      ? 'Inserts here, placed exactly'
      : `Inserts here, placed exactly: replaces ${taken} ms of a pause`
  }
  const where = `a ${ms(pause.end - pause.start)} ms pause`
  const here = moved === 0 ? 'Inserts here' : `Inserts here (moved ${signedMs(moved, rate)})`
  return taken === 0 ? `${here}, in ${where}` : `${here}: replaces ${taken} ms of ${where}`
}

/** What is known of a selection beside where its edges went. */
export interface SelectionFacts {
  /** The fixes it touches, or null for none. */
  readonly covered: CoveredFixes | null
  /** How many frames of its pause a line takes the place of that is put in at a point. */
  readonly givenUp: number
  readonly rate: SampleRate
}

/** Where the selection stands: at which fix, over how many of them, or where its edges went and why. */
export function describeSelection(snapped: Snapped, facts: SelectionFacts): string {
  const { covered, rate } = facts
  const { range, start, end } = snapped
  if (covered === null && range.start === range.end) return describePoint(start, facts)
  const edges = `${describeEdge('Start', start, rate)} · ${describeEdge('End', end, rate)}`
  if (covered === null) return edges
  const { first, last, alone } = covered
  if (last > first) return `Takes the place of fixes ${first}–${last} (undo brings them back)`
  return alone ? `Fix ${first} is selected` : `Takes the place of fix ${first} · ${edges}`
}

function describeEdge(name: 'Start' | 'End', edge: SnappedEdge, rate: SampleRate): string {
  switch (edge.reason) {
    case 'pause': {
      const length = edge.pause
        ? `${Math.round(((edge.pause.end - edge.pause.start) / rate) * 1000)} ms pause`
        : 'pause'
      return edge.moved === 0
        ? `${name} stands in a ${length}`
        : `${name} moved ${signedMs(edge.moved, rate)} to a ${length}`
    }
    case 'no-pause-in-reach':
      return `${name}: no pause within 250 ms`
    case 'file-edge':
      return `${name} at the edge of the recording`
    case 'off':
      return `${name} placed exactly`
  }
}
