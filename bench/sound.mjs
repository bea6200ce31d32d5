/** Channels and bytes of a frame of every recording made here: stereo, 24 bits. */
export const channels = 2
export const frameBytes = 6
export const rate = 48_000

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
 * @returns {Buffer} interleaved samples, little-endian
 */
export function speechLike(seconds, seed) {
  const random = seeded(seed)
  const frames = seconds * rate
  const loudness = syllables(frames, random)
  const bytes = Buffer.alloc(frames * frameBytes)
  let voice = 0
  for (let frame = 0; frame < frames; frame++) {
    const buzz = ((frame * voiceHertz) / rate) % 1
    voice += 0.12 * (2 * buzz - 1 - voice)
    const sound = (loudness[frame] ?? 0) * (voice + 0.25 * (random() - 0.5))
    const at = frame * frameBytes
    writeSample(bytes, at, sound + room * (2 * random() - 1))
    writeSample(bytes, at + 3, 0.8 * sound + room * (2 * random() - 1))
  }
  return bytes
}

/** How loud each frame is: syllables of 120–240 ms, three to eleven in a phrase, and 0.15–0.9 s between phrases. */
function syllables(frames, random) {
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

function writeSample(bytes, at, sample) {
  const level = Math.round(sample * 8_388_607)
  bytes[at] = level
  bytes[at + 1] = level >> 8
  bytes[at + 2] = level >> 16
}
