import { hex } from './bytes'

/** A new name for something stored: 32 lower-case hexadecimal digits at random. Needs no secure context. */
export function newId(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)))
}
