import type { Pcm } from '../audio/pcm'
import { peaksBetween } from '../audio/peaks'
import { must } from '../base/assert'
import type { FixId } from '../base/ids'
import type { Frames, SampleRate } from '../base/units'
import type { Fix } from '../edit/fix'
import type { Project } from '../edit/project'
import type { InsertLengths } from '../edit/timeline'
import type { InsertPause } from '../infill/join/insertPauses'
import type { HeardInserts } from '../infill/timelinePauses'
import type { RenderedInsert } from '../workers/runJoin'

/** How many samples of rendered inserts are kept for undo and for switching takes: about 200 MB. */
const mostSamples = 50_000_000

/** What an insert is made from; two fixes with one key sound the same. */
function keyOf(fix: Fix): string {
  return JSON.stringify([fix.replaced.start, fix.replaced.end, fix.chosen, fix.join])
}

const samplesIn = ({ pcm, pyramid }: RenderedInsert): number => pcm.channels.length * pyramid.frames

/** The rendered inserts of a recording at `rate`, by what they are made from. Each can be rendered again at any time. */
export class Inserts {
  readonly #kept = new Map<string, RenderedInsert>()
  readonly #held = new Set<{ readonly project: Project }>()

  constructor(
    readonly rate: SampleRate,
    readonly most: number = mostSamples,
  ) {}

  /** The insert of a fix, if it is rendered. */
  of(fix: Fix): RenderedInsert | undefined {
    return this.#kept.get(keyOf(fix))
  }

  /** Keeps a rendered insert. When there are too many, the oldest go that neither one of `projects` nor one that is held needs. */
  keep(fix: Fix, insert: RenderedInsert, projects: readonly Project[]): void {
    const key = keyOf(fix)
    this.#kept.delete(key)
    this.#kept.set(key, insert)
    const held = [...this.#held].map(({ project }) => project)
    const needed = new Set([...projects, ...held].flatMap(({ fixes }) => fixes.map(keyOf))).add(key)
    let samples = 0
    for (const kept of this.#kept.values()) samples += samplesIn(kept)
    for (const [old, kept] of this.#kept) {
      if (samples <= this.most) break
      if (needed.has(old)) continue
      samples -= samplesIn(kept)
      this.#kept.delete(old)
    }
  }

  /** Lets no insert of `project` go, those that are still to be rendered among them, until what it gives is called. */
  hold(project: Project): () => void {
    const held = { project }
    this.#held.add(held)
    return () => this.#held.delete(held)
  }

  /** Lengths of the inserts of `project` that are rendered. */
  lengths(project: Project): InsertLengths {
    return this.#each(project, ({ pyramid }): Frames => pyramid.frames)
  }

  /** The pauses of the inserts of `project` that are rendered. */
  pauses(project: Project): HeardInserts {
    return { rate: this.rate, pauses: this.#each(project, ({ pauses }): readonly InsertPause[] => pauses) }
  }

  /**
   * Reads the inserts of `project` that are rendered now, whole; they last as long as what is returned, whatever goes from here.
   * Asserts that an insert that is asked for is one of them.
   */
  reader(project: Project): (id: FixId) => Pcm {
    const rendered = this.#each(project, ({ pcm }) => pcm)
    return (id) => must(rendered.get(id), `insert of ${id}`)
  }

  /** Min/max columns of one channel of an insert, frames counted from its start; zeros where it is not rendered. */
  peaks(fix: Fix, channel: number, start: number, end: number, columns: number, out: Int16Array): void {
    const insert = this.of(fix)
    if (insert) peaksBetween(insert.pyramid, channel, start, end, columns, out)
    else out.fill(0)
  }

  #each<Value>({ fixes }: Project, read: (insert: RenderedInsert) => Value): ReadonlyMap<FixId, Value> {
    const found = new Map<FixId, Value>()
    for (const fix of fixes) {
      const insert = this.of(fix)
      if (insert) found.set(fix.id, read(insert))
    }
    return found
  }
}
