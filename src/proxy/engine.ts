import type { Capabilities, EngineName, VoicesBody } from '../infill/contract'
import type { Upload } from './upload'

/** An answer that is audio. */
export interface AudioAnswer {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentType: string
  /** What it cost, in credits. */
  readonly credits: number
  /** The vendor's name for the request. */
  readonly requestId?: string
}

/** Which voices are asked for, in the vendor's words. */
export interface VoicesQuery {
  /** 1–100. */
  readonly limit: number
  /** The id after which the page starts. */
  readonly starting_after?: string
  /** The id before which the page ends. */
  readonly ending_before?: string
  /** Part of a name or a description. */
  readonly q?: string
  readonly gender?: string
  readonly language?: string
  readonly is_owner?: boolean
}

/**
 * What answers requests. Both engines take the same wire form; every refusal is a `ServiceError`, and an aborted
 * `signal` (the client left) stops the work at once and rejects.
 */
export interface Engine {
  readonly name: EngineName
  /** For people. */
  readonly label: string
  readonly capabilities: Capabilities
  /** Speaks the text of the form in the gap between its sides. The answer is the middle only. */
  infill(upload: Upload, signal: AbortSignal): Promise<AudioAnswer>
  voices(query: VoicesQuery, signal: AbortSignal): Promise<VoicesBody>
  /** Ends what runs in the background. */
  close(): Promise<void>
}
