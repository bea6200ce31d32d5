import { reachableTakes } from '../../edit/history'
import type { Workspace } from '../../state/workspace'
import type { FakeService } from '../browser/fakeService'
import type { Page } from './page'

/** What is known of the takes that were asked for with one text. */
interface Asked {
  readonly workspace: Workspace
  /** How many wait for the user to decide. */
  held: number
  /** How many are on their way. */
  under: number
  /** How many the user did not want. */
  letGo: number
}

/** Follows what becomes of every take that is paid for. Two gestures must not ask with one text. */
export class TakeLedger {
  readonly #asked = new Map<string, Asked>()
  readonly #placed = new Set<string>()

  constructor(readonly service: FakeService) {}

  /** Looks at a page: which jobs it has, and which takes its history holds. */
  observe({ app }: Page): void {
    const document = app.store.document()
    const { workspace } = app
    if (!document || !workspace) return
    for (const asked of this.#asked.values()) if (asked.workspace === workspace) asked.held = asked.under = 0
    for (const { text, phase } of document.jobs) {
      const asked = this.#asked.get(text) ?? { workspace, held: 0, under: 0, letGo: 0 }
      this.#asked.set(text, asked)
      if (phase === 'unstored' || phase === 'unjoined') asked.held++
      else asked.under++
    }
    for (const take of reachableTakes(document.history)) {
      const requestId = document.takes.get(take)?.requestId ?? null
      if (requestId !== null) this.#placed.add(requestId)
    }
  }

  /** The user decided that a take is not wanted. */
  letGo(text: string): void {
    const asked = this.#asked.get(text)
    if (asked) asked.letGo++
  }

  /** Texts of takes that were paid for and arrived whole, and of which nothing is left though nobody let them go. */
  lost(): readonly string[] {
    return [...this.#asked].flatMap(([text, { workspace, held, under, letGo }]) => {
      const arrived = this.service.paid.filter((take) => take.text === text && take.delivered)
      const homeless = arrived.filter(({ requestId }) => !this.#placed.has(requestId)).length
      return workspace.scope.disposed || homeless <= held + under + letGo ? [] : [text]
    })
  }
}
