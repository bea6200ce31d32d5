import type { Page, Route } from '@playwright/test'

const infill = '**/api/infill/bytes'

/** Requests for takes that are held back, in the order they came, until they are let go. */
export class HeldTakes {
  readonly #held: Route[] = []

  constructor(readonly page: Page) {}

  /** Holds back every request from now on. */
  async hold(): Promise<void> {
    await this.page.route(infill, (route) => {
      this.#held.push(route)
    })
  }

  /** How many were held back so far. */
  get count(): number {
    return this.#held.length
  }

  /** The numbers under which the takes were asked for. */
  get numbers(): readonly string[] {
    return this.#held.map((route) => route.request().headers()['x-pickup-take'] ?? '')
  }

  /** Lets one go on to the service. */
  async release(index: number): Promise<void> {
    await this.#held[index]?.continue()
  }

  /** Holds back nothing any more; what is held stays held. */
  async stop(): Promise<void> {
    await this.page.unroute(infill)
  }
}
