/** A view of `bytes` for little-endian numbers. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The unsigned 64-bit number at `offset`; above 2^53 rounded to the nearest double. */
export function readU64(view: DataView, offset: number): number {
  return view.getUint32(offset, true) + view.getUint32(offset + 4, true) * 2 ** 32
}

/** Writes an integer of 0 to 2^53 as an unsigned 64-bit number at `offset`. */
export function writeU64(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value % 2 ** 32, true)
  view.setUint32(offset + 4, Math.floor(value / 2 ** 32), true)
}

/** Bytes as text, one character a byte. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

/** The bytes of a text of characters below 256, such as a chunk's id. */
export function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
