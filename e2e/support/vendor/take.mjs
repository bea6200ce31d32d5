/** Samples of a 16-bit or float PCM WAV by its chunks, or null for anything else. */
function samplesOf(bytes) {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') return null
  let tag = 0
  let bits = 0
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = bytes.toString('latin1', at, at + 4)
    const size = Math.min(bytes.readUInt32LE(at + 4), bytes.length - at - 8)
    if (id === 'fmt ') [tag, bits] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 22)]
    if (id === 'data') {
      const data = bytes.subarray(at + 8, at + 8 + size)
      if (tag === 1 && bits === 16)
        return Float32Array.from({ length: size >> 1 }, (_, i) => data.readInt16LE(2 * i) / 32768)
      if (tag === 3 && bits === 32) return Float32Array.from({ length: size >> 2 }, (_, i) => data.readFloatLE(4 * i))
      return null
    }
    at += 8 + size + (size % 2)
  }
  return null
}

/** Whether a WAV holds nothing above −50 dBFS. What cannot be read counts as sound. */
export function isSilentWav(bytes) {
  const samples = samplesOf(bytes)
  return samples !== null && !samples.some((sample) => Math.abs(sample) > 0.003)
}

function levelOf(bytes) {
  const samples = bytes === null ? null : samplesOf(bytes)
  if (samples === null || samples.length === 0) return 0.1
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length) || 0.1
}

function seedOf(text) {
  let seed = 0x811c9dc5
  for (const letter of text) seed = Math.imul(seed ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return seed
}

function generator(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

/**
 * Something like speech: syllables of a gliding, buzzing voice. Its length is an odd number of 46.4 ms steps, 0.07 s a
 * character; its edges are not silent; its level is −5…+3 dB of the audio before it; it ends in up to 229 ms of silence
 * and has a little DC. The same text gives the same take.
 *
 * @returns {Float32Array}
 */
export function speakTake(text, rate, left = null) {
  const random = generator(seedOf(text))
  const step = Math.round((1024 * rate) / 44100)
  const wanted = Math.max(0.4, 0.07 * Array.from(text).length)
  const steps = 2 * Math.floor((wanted * rate) / step / 2) + 1
  const samples = new Float32Array(steps * step)
  const gain = levelOf(left) * 10 ** ((-5 + 8 * random()) / 20) * 1.6
  const tail = Math.min(Math.round(random() * 0.229 * rate), samples.length >> 2)
  const pitch = 90 + 120 * random()
  let phase = 0
  for (let i = 0; i < samples.length; i++) {
    const seconds = i / rate
    phase += (2 * Math.PI * pitch * (1 + 0.1 * Math.sin(3 * seconds))) / rate
    const syllable = 0.35 + 0.65 * Math.abs(Math.cos(Math.PI * 4 * seconds))
    const voice = Math.sin(phase) + 0.5 * Math.sin(2 * phase + 1) + 0.3 * Math.sin(5 * phase) + 0.1 * (random() - 0.5)
    const silent = i >= samples.length - tail
    samples[i] = Math.max(-0.98, Math.min(0.98, (silent ? 0 : gain * syllable * voice) + 0.001))
  }
  return samples
}

const tags = { pcm_s16le: 1, pcm_f32le: 3, pcm_alaw: 6, pcm_mulaw: 7 }
const widths = { pcm_s16le: 2, pcm_f32le: 4, pcm_alaw: 1, pcm_mulaw: 1 }

/** A take in the format that was asked for. @param {Float32Array} samples */
export function writeTake(samples, { container, rate, encoding, bitRate }) {
  if (container === 'mp3') return mp3Frames(samples.length / rate, rate, bitRate)
  const data = Buffer.alloc(samples.length * widths[encoding])
  samples.forEach((sample, index) => {
    if (encoding === 'pcm_f32le') data.writeFloatLE(sample, 4 * index)
    else if (encoding === 'pcm_s16le') data.writeInt16LE(Math.round(sample * 32767), 2 * index)
    else data[index] = encoding === 'pcm_mulaw' ? 0x80 | (index & 0x7f) : 0xd5 ^ (index & 0x3f)
  })
  return container === 'wav' ? Buffer.concat([pipedHeader(encoding, rate), data]) : data
}

function size(bytes) {
  const four = Buffer.alloc(4)
  four.writeUInt32LE(bytes)
  return four
}

/** The header of a WAV that was written to a pipe: its sizes were never filled in, and a LIST chunk comes before the samples. */
function pipedHeader(encoding, rate) {
  const width = widths[encoding]
  const plain = encoding === 'pcm_s16le'
  const format = Buffer.alloc(plain ? 16 : 18)
  format.writeUInt16LE(tags[encoding], 0)
  format.writeUInt16LE(1, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE(rate * width, 8)
  format.writeUInt16LE(width, 12)
  format.writeUInt16LE(8 * width, 14)
  const unknown = Buffer.alloc(4, 0xff)
  const software = Buffer.from('INFOISFT\x0e\0\0\0Lavf61.7.100\0\0', 'latin1')
  return Buffer.concat([
    Buffer.from('RIFF'),
    unknown,
    Buffer.from('WAVEfmt '),
    size(format.length),
    format,
    Buffer.from('LIST'),
    size(software.length),
    software,
    Buffer.from('data'),
    unknown,
  ])
}

const mpeg1 = { 44100: 0, 48000: 1 }
const mpeg2 = { 22050: 0, 24000: 1, 16000: 2 }

/** Frames of silence with true MPEG headers, enough for `seconds`. At 8 kHz the header says 16. */
function mp3Frames(seconds, rate, bitRate) {
  const first = rate in mpeg1
  const rateIndex = mpeg1[rate] ?? mpeg2[rate] ?? 2
  const rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192]
  const rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
  const index = Math.max(1, (first ? rates1 : rates2).indexOf(bitRate / 1000))
  const kilobits = (first ? rates1 : rates2)[index]
  const perFrame = first ? 1152 : 576
  const trueRate = Math.max(16000, rate)
  const length = Math.floor((perFrame / 8) * ((kilobits * 1000) / trueRate))
  const frame = Buffer.alloc(length)
  frame.set([0xff, first ? 0xfb : 0xf3, (index << 4) | (rateIndex << 2), 0xc4])
  return Buffer.concat(Array.from({ length: Math.ceil((seconds * trueRate) / perFrame) }, () => frame))
}
