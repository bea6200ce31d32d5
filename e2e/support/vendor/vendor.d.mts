import type { IncomingHttpHeaders } from 'node:http'

/** What a form said, for comparing two of them. */
export interface ReceivedForm {
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Name, file name, type, size and SHA-256. */
  readonly files: readonly (readonly [string, string, string, number, string])[]
}

/** One request that reached the stand-in. */
export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: IncomingHttpHeaders
  readonly size: number
  readonly body: Buffer | null
  /** Null where it was no form, or one that could not be read. */
  readonly form: ReceivedForm | null
  readonly json: unknown
  /** When its body was whole: `performance.timeOrigin + performance.now()`. */
  readonly at: number
}

/** What to do with the next request instead of answering it well. */
export type VendorFault =
  | 'unauthorized'
  | 'out-of-credits'
  | 'busy'
  | 'failure'
  | 'gateway'
  | 'html'
  | 'empty'
  | 'json'
  | 'cut'
  | 'stall'
  | 'hang'
  | 'drop'

/** One step of a script. */
export interface VendorStep {
  /** Method and path, such as `POST /infill/bytes`; any request without it. */
  readonly on?: string
  /** For how many requests. 1 by default. */
  readonly times?: number
  readonly act?: 'hang' | 'drop' | 'cut' | 'stall'
  /** Answers before the upload is through. */
  readonly early?: boolean
  readonly delayMs?: number
  /** Between two events of a streamed answer. */
  readonly eventMs?: number
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A stand-in for the vendor on loopback. */
export interface Vendor {
  readonly key: string
  readonly address: string
  readonly voices: { readonly all: readonly { readonly id: string; readonly name: string; readonly owner: boolean }[] }
  readonly received: readonly ReceivedRequest[]
  readonly closed: readonly { readonly how: 'finished' | 'dropped'; readonly at: number }[]
  script(steps: readonly (VendorFault | VendorStep)[]): void
  reset(): void
  close(): Promise<unknown>
}

export function startVendor(options?: { key?: string; port?: number; keepBodies?: boolean }): Promise<Vendor>
