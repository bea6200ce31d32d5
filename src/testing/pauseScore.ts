/** A span in seconds. */
export type Span = readonly [start: number, end: number]

/** One pause of a truth file. */
interface TruePause {
  readonly t0: number
  readonly t1: number
  readonly kind: 'leading' | 'internal' | 'trailing'
  readonly ok?: boolean
  /** Where noise lets it be heard. */
  readonly audible?: Span
}

/** What a truth file of the corpus says about one recording; times in seconds. */
export interface PauseTruth {
  readonly audio: string
  readonly channel?: number | null
  readonly quality: string
  readonly min_pause: number
  readonly pauses: readonly TruePause[]
  readonly short_gaps?: readonly { readonly t0: number; readonly t1: number }[]
  readonly ambiguous?: readonly { readonly t0: number; readonly t1: number }[]
}

/** How well predicted pauses meet the truth. */
export interface PauseScore {
  /** Pauses that have to be found, and how many were: covered by half or more. */
  readonly must: number
  readonly found: number
  /** Predictions of which less than half is a pause, or too short or unclear to say. */
  readonly falseOnes: number
  /** Distances of the edges of found pauses, in seconds. */
  readonly edges: readonly number[]
}

const overlap = (a: Span, b: Span): number => Math.max(0, Math.min(a[1], b[1]) - Math.max(a[0], b[0]))

/** Scores predictions by the rules of the corpus' own script (`pause_eval.py`). */
export function scorePauses(truth: PauseTruth, predicted: readonly Span[]): PauseScore {
  const must = truth.pauses.filter((pause) => pause.kind === 'internal' && pause.ok !== false)
  const edges: number[] = []
  let found = 0
  for (const pause of must) {
    const span: Span = [pause.t0, pause.t1]
    const parts = predicted.filter((part) => overlap(part, span) > 0)
    if (covered(span, parts) < 0.5) continue
    found++
    const start = Math.min(...parts.map((part) => part[0]))
    const end = Math.max(...parts.map((part) => part[1]))
    edges.push(nearest(start, pause.t0, pause.audible?.[0]), nearest(end, pause.t1, pause.audible?.[1]))
  }
  const labelled = truth.pauses.map(({ t0, t1 }): Span => [t0, t1])
  const open = [
    ...labelled,
    ...(truth.ambiguous ?? []).map(({ t0, t1 }): Span => [t0, t1]),
    ...(truth.short_gaps ?? []).map(({ t0, t1 }): Span => [t0 - 0.03, t1 + 0.03]),
    ...truth.pauses.flatMap((pause) => (pause.audible ? [pause.audible] : [])),
  ]
  const wrong = predicted.filter(
    (span) => span[1] - span[0] >= truth.min_pause && covered(span, labelled) < 0.5 && covered(span, open) < 0.5,
  )
  return { must: must.length, found, falseOnes: wrong.length, edges }
}

/** The sum of scores. */
export function addScores(scores: readonly PauseScore[]): PauseScore {
  const sum = (field: 'must' | 'found' | 'falseOnes'): number =>
    scores.reduce((total, score) => total + score[field], 0)
  return {
    must: sum('must'),
    found: sum('found'),
    falseOnes: sum('falseOnes'),
    edges: scores.flatMap((score) => score.edges),
  }
}

/** The value a `share` (0–1) of `values` does not exceed, between neighbours by their distance. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const low = sorted[Math.floor(at)] ?? Number.NaN
  return low + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? low) - low)
}

function covered(span: Span, by: readonly Span[]): number {
  return by.reduce((sum, other) => sum + overlap(span, other), 0) / (span[1] - span[0])
}

function nearest(edge: number, exact: number, audible: number | undefined): number {
  return Math.min(Math.abs(edge - exact), Math.abs(edge - (audible ?? exact)))
}
