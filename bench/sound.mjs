/**
 * How samples are written: `rate` in hertz, `bits` of a sample, whole bytes of them.
 *
 * @typedef {{ readonly rate: number, readonly channels: number, readonly bits: number }} Format
 */

/** Bytes of one frame. */
export const frameBytes = ({ channels, bits }) => (channels * bits) / 8

const voiceHertz = 118
const loudest = 0.4
/** Level of the room between words: -62 dB. */
const room = 8e-4

/** Seeded numbers in [0, 1): a linear congruential generator, good enough for noise. */
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * Something that is analysed like speech: phrases of syllables, each a buzz with noise in it, and pauses between them.
 *
 * @param {number} seconds
 * @param {number} seed
 * @param {Format} format
 * @returns {Buffer} interleaved samples, little-endian
 */
export function speechLike(seconds, seed, format) {
  const { rate, channels, bits } = format
  const random = seeded(seed)
  const frames = seconds * rate
  const loudness = syllables(frames, random, rate)
  const bytes = Buffer.alloc(frames * frameBytes(format))
  const full = 2 ** (bits - 1) - 1
  let at = 0
  let voice = 0
  for (let frame = 0; frame < frames; frame++) {
    const buzz = ((frame * voiceHertz) / rate) % 1
    voice += 0.12 * (2 * buzz - 1 - voice)
    const sound = (loudness[frame] ?? 0) * (voice + 0.25 * (random() - 0.5))
    for (let channel = 0; channel < channels; channel++) {
      const sample = sound * 0.8 ** channel + room * (2 * random() - 1)
      at = bytes.writeIntLE(Math.round(sample * full), at, bits / 8)
    }
  }
  return bytes
}

/** How loud each frame is: syllables of 120–240 ms, three to eleven in a phrase, and 0.15–0.9 s between phrases. */
function syllables(frames, random, rate) {
  const loudness = new Float32Array(frames)
  for (let at = 0; at < frames; at += Math.floor((0.15 + 0.75 * random()) * rate)) {
    for (let left = 3 + Math.floor(9 * random()); left > 0; left--) {
      const length = Math.floor((0.12 + 0.12 * random()) * rate)
      const peak = loudest * (0.4 + 0.6 * random())
      for (let i = 0; i < length && at + i < frames; i++) {
        loudness[at + i] = peak * (0.15 + 0.85 * Math.sin((Math.PI * i) / length))
      }
      at += length
    }
  }
  return loudness
}
