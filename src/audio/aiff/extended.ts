/**
 * The value of an 80-bit extended float, big endian, at `offset`: the sample rate of AIFF (IEEE 754 extended as the
 * Apple SANE manual has it). Rounded to a double.
 */
export function readExtended(view: DataView, offset: number): number {
  const head = view.getUint16(offset)
  const exponent = (head & 0x7fff) - 16_383 - 63
  const mantissa = view.getUint32(offset + 2) * 2 ** 32 + view.getUint32(offset + 6)
  const value = mantissa * 2 ** exponent
  return (head & 0x8000) === 0 ? value : -value
}
