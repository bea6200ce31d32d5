import type { AudioFormat } from '../audio/format'
import type { SampleRate } from '../base/units'
import type { Snapped, SnappedEdge } from '../infill/snap'

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

/** Where an insertion point stands: in which pause, and how far it moved there. */
function describePoint({ moved, pause, reason }: SnappedEdge, rate: SampleRate): string {
  if (pause === null) {
    if (reason === 'no-pause-in-reach') return 'Inserts inside sound: no pause within 250 ms'
    return reason === 'file-edge' ? 'Inserts at the edge of the recording' : 'Inserts here, placed exactly'
  }
  const where = `a ${Math.round(((pause.end - pause.start) / rate) * 1000)} ms pause`
  return moved === 0 ? `Inserts here, in ${where}` : `Inserts here: moved ${signedMs(moved, rate)} into ${where}`
}

/** Where the selection stands: at fix number `fix` (0 for none), over how many fixes, or where its edges went and why. */
export function describeSelection(snapped: Snapped, fix: number, covered: number, rate: SampleRate): string {
  const { range, start, end } = snapped
  if (range.start === range.end && covered === 0) return describePoint(start, rate)
  if (covered > 1) return `Covers ${covered} fixes: what you generate replaces them all (undo brings them back)`
  if (fix > 0 && start.reason === 'off' && end.reason === 'off') return `Fix ${fix} is selected`
  return `${describeEdge('Start', start, rate)} · ${describeEdge('End', end, rate)}`
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
