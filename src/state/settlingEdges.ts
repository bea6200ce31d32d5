import type { FixId } from '../base/ids'
import type { Edge } from '../edit/positions'

interface Moved {
  readonly fix: FixId
  readonly edges: ReadonlySet<Edge>
}

/** The edges of a fix that were moved and may still go on moving, until they have stood still for a while. */
export class SettlingEdges {
  #moved: Moved | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Whether edges of this fix are moving. */
  has(fix: FixId): boolean {
    return this.#moved?.fix === fix
  }

  /** Notes that an edge moved. Calls `then` with all that moved once none has within `ms`. Edges of another fix are given up. */
  move(fix: FixId, edge: Edge, ms: number, then: (edges: ReadonlySet<Edge>) => void): void {
    const edges = new Set(this.#moved?.fix === fix ? this.#moved.edges : []).add(edge)
    this.unsettle()
    this.#moved = { fix, edges }
    this.#timer = setTimeout(() => {
      this.#moved = null
      then(edges)
    }, ms)
  }

  /** Gives up what is moving: `then` is not called any more. */
  unsettle(): void {
    clearTimeout(this.#timer)
    this.#moved = null
  }
}
