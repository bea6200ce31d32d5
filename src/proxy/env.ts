import type { Client, Incoming } from './client'

/** What a request carries with it through the app. */
export interface Env {
  Bindings: { readonly incoming?: Incoming }
  Variables: {
    requestId: string
    client: Client
    /** Id of the operation; absent outside the vendor's routes. */
    operation?: string
    credits?: number | null
    repeated?: boolean
  }
}
