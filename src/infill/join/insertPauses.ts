import { type Envelope, envelopeOf } from '../../audio/envelope'
import { findPauses } from '../../audio/pauses'
import { concatPcm, concatSamples, type Pcm, pcmFrames, slicePcm } from '../../audio/pcm'
import { frames, secondsToFrames } from '../../base/units'
import type { Surroundings } from './surroundings'

/** How far from a seam, in seconds, an insert has a say in where the pauses of the recording are. */
export const seamReachSeconds = 1
/** Filters have settled after so many seconds. */
const settleSeconds = 0.25

/** A pause in an insert or near its seams: frames from the insert's start on, negative before it. Never empty. */
export interface InsertPause {
  readonly start: number
  readonly end: number
  /** dB below the speech around it. */
  readonly depth: number
}

/**
 * Finds the pauses of inserts between `before` and `after`, and of the recording within `seamReachSeconds` of them, as if the edited
 * recording had been looked through from its start. The surroundings are measured once, when this is called; an insert costs its
 * own length and what is near its seams.
 */
export function insertPauses({
  before,
  after,
}: Pick<Surroundings, 'before' | 'after'>): (insert: Pcm) => readonly InsertPause[] {
  const sides = sidesOf(before, after)
  const { left, right } = sides
  return (insert) => {
    const near = slicePcm(left.pcm, pcmFrames(left.pcm) - left.near, pcmFrames(left.pcm))
    const middle = envelopeOf(concatPcm([near, insert, slicePcm(right.pcm, 0, right.near)]))
    const shift = pcmFrames(left.pcm)
    const reach = secondsToFrames(seamReachSeconds, insert.rate)
    const length = pcmFrames(insert)
    return findPauses(around(sides, middle, length))
      .map(({ start, end, depth }) => ({ start: start - shift, end: end - shift, depth }))
      .filter(({ start, end }) => start < length + reach && end > 0 - reach)
  }
}

/** One side of a seam: its sound, in whole hops on the left, its levels, and how many frames of it are measured with the insert. */
interface Side {
  readonly pcm: Pcm
  readonly envelope: Envelope
  readonly near: number
}

interface Sides {
  readonly left: Side
  readonly right: Side
  /** Levels in which filters settle. */
  readonly settle: number
}

function sidesOf(before: Pcm, after: Pcm): Sides {
  const { hop } = envelopeOf(slicePcm(before, 0, 0))
  const settle = Math.ceil(secondsToFrames(settleSeconds, before.rate) / hop)
  const near = hop * (settle + Math.ceil(secondsToFrames(seamReachSeconds, before.rate) / hop))
  const left = slicePcm(before, pcmFrames(before) % hop, pcmFrames(before))
  const side = (pcm: Pcm): Side => ({ pcm, envelope: envelopeOf(pcm), near: Math.min(near, pcmFrames(pcm)) })
  return { left: side(left), right: side(after), settle }
}

/** The levels of the left side, of `middle` from where its filters have settled, and of what it leaves of the right side. */
function around({ left, right, settle }: Sides, middle: Envelope, length: number): Envelope {
  const { hop } = middle
  const leftFrames = pcmFrames(left.pcm)
  const first = left.near < leftFrames ? settle : 0
  const head = (leftFrames - left.near) / hop + first
  const tail = Math.floor(right.near / hop)
  const joined = (band: 'speech' | 'high' | 'voice') => {
    const parts = [left.envelope[band].subarray(0, head), middle[band].subarray(first)]
    if (right.near < pcmFrames(right.pcm)) parts.push(right.envelope[band].subarray(tail))
    return concatSamples(parts)
  }
  const total = frames(leftFrames + length + pcmFrames(right.pcm))
  return {
    rate: middle.rate,
    hop,
    frames: total,
    speech: joined('speech'),
    high: joined('high'),
    voice: joined('voice'),
  }
}
