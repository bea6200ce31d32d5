/**
 * The telephone codecs of ITU-T Recommendation G.711 (11/1988), tables 1a to 2b: 8 bits a sample in uneven steps.
 * Full scale at ±1, by the usual reading in which a decoded value is 16 bits wide.
 */
export type G711 = 'alaw' | 'mulaw'

/** The sample of each of the 256 codes. Exact in 16 bits. */
export function g711Samples(law: G711): Float32Array {
  return law === 'alaw' ? alawSamples : mulawSamples
}

/**
 * The code of a sample by the decision values of G.711. Louder than full scale gives the loudest code, NaN silence.
 * The codes of `g711Samples` come back as they were, the two zeros of µ-law among them.
 */
export function g711Code(law: G711, sample: number): number {
  const negative = sample < 0 || Object.is(sample, -0)
  const level = Number.isNaN(sample) ? 0 : Math.min(Math.abs(sample), 1) * 2 ** 15
  return law === 'alaw' ? alawCode(level, negative) : mulawCode(level, negative)
}

function alawSample(code: number): number {
  const bits = code ^ 0x55
  const segment = (bits >> 4) & 7
  const step = 2 * (bits & 15) + 1
  const level = segment === 0 ? step * 8 : (step + 32) * 2 ** (segment + 2)
  return ((bits & 0x80) === 0 ? -level : level) / 2 ** 15
}

function alawCode(level: number, negative: boolean): number {
  const steps = Math.min(Math.floor(level / 16), 2047)
  const segment = Math.max(0, 28 - Math.clz32(steps))
  const bits = (segment << 4) | ((steps >> Math.max(0, segment - 1)) & 15)
  return (negative ? bits : bits | 0x80) ^ 0x55
}

/** What µ-law adds to a level, so that its segments begin at powers of two. */
const bias = 132

function mulawSample(code: number): number {
  const bits = ~code
  const level = (8 * (bits & 15) + bias) * 2 ** ((bits >> 4) & 7) - bias
  return ((bits & 0x80) === 0 ? level : -level) / 2 ** 15
}

function mulawCode(level: number, negative: boolean): number {
  const biased = Math.floor(Math.min(level, 32_635)) + bias
  const segment = 24 - Math.clz32(biased)
  const bits = (segment << 4) | ((biased >> (segment + 3)) & 15)
  return ~(negative ? bits | 0x80 : bits) & 0xff
}

const alawSamples = Float32Array.from({ length: 256 }, (_, code) => alawSample(code))
const mulawSamples = Float32Array.from({ length: 256 }, (_, code) => mulawSample(code))
