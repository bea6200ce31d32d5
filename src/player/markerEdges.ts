import { firstEndingAfter, type Span } from './spans'

/** A marker of the file as it is drawn: where it is on the timeline, `end` as `start` for a point, and its name or ''. */
export interface MarkerMark {
  readonly start: number
  readonly end: number
  readonly label: string
}

/** One end of a marker, or a point. It is a span without frames, so that it is found as spans are. */
export interface MarkerEdge extends Span {
  readonly side: 'point' | 'start' | 'end'
  readonly label: string
}

/** Every end and point of some markers, in order. */
export function markerEdges(markers: readonly MarkerMark[]): MarkerEdge[] {
  return markers
    .flatMap(({ start, end, label }): MarkerEdge[] => {
      if (end === start) return [{ start, end, side: 'point', label }]
      return [
        { start, end: start, side: 'start', label },
        { start: end, end, side: 'end', label: '' },
      ]
    })
    .sort((a, b) => a.start - b.start)
}

/** CSS pixels around a flag that belong to it, and how far a name is drawn at most. */
const reach = 10
export const longestName = 160

/** The edge whose flag or name is drawn at a frame, or null. */
export function edgeAt(edges: readonly MarkerEdge[], frame: number, framesPerPixel: number): MarkerEdge | null {
  const next = firstEndingAfter(edges, frame + reach * framesPerPixel)
  const edge = edges[next - 1]
  if (edge === undefined) return null
  const room = Math.min(longestName, ((edges[next]?.start ?? Infinity) - edge.start) / framesPerPixel)
  const width = edge.label === '' ? reach : Math.max(reach, room)
  return (frame - edge.start) / framesPerPixel <= width ? edge : null
}
