import type { Refusal } from '../../errors'
import type { SpeakJob } from './perform'

/** What the speaking thread is started with. */
export interface ThreadData {
  readonly flite: WebAssembly.Module
}

/** One job for the speaking thread. It answers each, in turn, before it takes the next. */
export type ThreadRequest = SpeakJob

/** What the speaking thread answers: the audio, a refusal, or a failure of our own making. */
export type ThreadAnswer =
  | { readonly kind: 'spoken'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
