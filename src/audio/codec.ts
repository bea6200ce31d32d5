import { assert } from '../base/assert'
import { type AudioFormat, bytesPerSample, isInteger } from './format'

/**
 * Decodes whole interleaved frames to one array a channel, full scale at ±1.
 * Integers are divided by 2^(bits-1), 8 bits are (v-128)/128. Up to 24 bits and 32-bit floats are exact, NaN payloads
 * aside; 32-bit integers and 64-bit floats are rounded to the nearest 32-bit float, which keeps 24 bits; a finite
 * 64-bit float stays finite. Asserts that `bytes` holds whole frames. Numbers in typed arrays are taken to be little
 * endian, as on every machine that runs a browser.
 */
export function decodeFrames(bytes: Uint8Array, format: AudioFormat): Float32Array[] {
  const { channels, bytesPerFrame, encoding } = format
  assert(bytes.length % bytesPerFrame === 0, `${bytes.length} bytes are not whole frames of ${bytesPerFrame}`)
  const length = bytes.length / bytesPerFrame
  const aligned = alignedTo(bytes, encoding === 's24' ? 1 : bytesPerSample(encoding))
  return Array.from({ length: channels }, (_, channel) => {
    const samples = new Float32Array(length)
    const { buffer, byteOffset } = aligned
    const count = length * channels
    if (encoding === 'u8') decodeU8(aligned, samples, channel, channels)
    else if (encoding === 's24') decodeS24(aligned, samples, channel, channels)
    else if (encoding === 's16')
      decodeScaled(new Int16Array(buffer, byteOffset, count), samples, channel, channels, 2 ** -15)
    else if (encoding === 's32')
      decodeScaled(new Int32Array(buffer, byteOffset, count), samples, channel, channels, 2 ** -31)
    else if (encoding === 'f32') decodeF32(new Float32Array(buffer, byteOffset, count), samples, channel, channels)
    else decodeF64(new Float64Array(buffer, byteOffset, count), samples, channel, channels)
    return samples
  })
}

/**
 * Encodes channels of one length to interleaved frames. Too loud integers clip and never wrap; floats keep what is over
 * full scale. NaN becomes 0, an infinity full scale. Integers are rounded to the nearest step of `validBits`, which
 * stand at the top of their box with zeros below.
 * `dither`, a source of uniform numbers in [0, 1), adds triangular noise of ±1 step to integers before rounding (TPDF:
 * Lipshitz, Wannamaker, Vanderkooy, "Quantization and Dither", JAES 1992). Null for what was decoded and not changed.
 */
export function encodeFrames(
  channels: readonly Float32Array[],
  format: AudioFormat,
  dither: (() => number) | null,
): Uint8Array {
  const length = channels[0]?.length ?? 0
  assert(channels.length === format.channels, `${channels.length} channels for a format of ${format.channels}`)
  assert(
    channels.every((samples) => samples.length === length),
    'channels of different length',
  )
  const bytes = new Uint8Array(length * format.bytesPerFrame)
  const codes = isInteger(format.encoding) ? new Int32Array(length) : null
  channels.forEach((samples, channel) => {
    if (codes === null) {
      writeFloats(
        samples,
        format.encoding === 'f32' ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer),
        channel,
        channels.length,
      )
      return
    }
    quantise(samples, codes, format.validBits, dither)
    writeCodes(codes, bytes, channel, format)
  })
  return bytes
}

function alignedTo(bytes: Uint8Array, alignment: number): Uint8Array {
  return bytes.byteOffset % alignment === 0 ? bytes : bytes.slice()
}

function decodeU8(input: Uint8Array, samples: Float32Array, channel: number, stride: number): void {
  for (let i = 0, at = channel; i < samples.length; i++, at += stride) samples[i] = ((input[at] ?? 0) - 128) * 2 ** -7
}

function decodeS24(input: Uint8Array, samples: Float32Array, channel: number, stride: number): void {
  const step = 3 * stride
  for (let i = 0, at = 3 * channel; i < samples.length; i++, at += step) {
    samples[i] = (((input[at] ?? 0) << 8) | ((input[at + 1] ?? 0) << 16) | ((input[at + 2] ?? 0) << 24)) * 2 ** -31
  }
}

function decodeScaled(
  input: Int16Array | Int32Array,
  samples: Float32Array,
  channel: number,
  stride: number,
  scale: number,
): void {
  for (let i = 0, at = channel; i < samples.length; i++, at += stride) samples[i] = (input[at] ?? 0) * scale
}

function decodeF32(input: Float32Array, samples: Float32Array, channel: number, stride: number): void {
  if (stride === 1) samples.set(input)
  else for (let i = 0, at = channel; i < samples.length; i++, at += stride) samples[i] = input[at] ?? 0
}

/** The largest 32-bit float. */
const maxFloat32 = (2 - 2 ** -23) * 2 ** 127

function decodeF64(input: Float64Array, samples: Float32Array, channel: number, stride: number): void {
  for (let i = 0, at = channel; i < samples.length; i++, at += stride) {
    const value = input[at] ?? 0
    const tooLarge = Math.abs(value) > maxFloat32 && Math.abs(value) !== Infinity
    samples[i] = tooLarge ? Math.sign(value) * maxFloat32 : value
  }
}

/** Rounds to whole steps of `bits`, shifted to the top of 32 bits. */
function quantise(samples: Float32Array, codes: Int32Array, bits: number, dither: (() => number) | null): void {
  const scale = 2 ** (bits - 1)
  const shift = 32 - bits
  for (let i = 0; i < codes.length; i++) {
    const value = (samples[i] ?? 0) * scale
    const noise = dither === null ? 0 : dither() + dither() - 1
    const code = Math.floor(value + noise + 0.5)
    codes[i] = Number.isNaN(code) ? 0 : Math.min(Math.max(code, -scale), scale - 1) << shift
  }
}

/** Writes codes that stand at the top of 32 bits into their boxes. */
function writeCodes(codes: Int32Array, bytes: Uint8Array, channel: number, format: AudioFormat): void {
  const { channels, encoding } = format
  const size = bytesPerSample(encoding)
  const step = size * channels
  const flip = encoding === 'u8' ? 0x80 : 0
  for (let i = 0, at = size * channel; i < codes.length; i++, at += step) {
    const code = codes[i] ?? 0
    if (size > 3) bytes[at] = code
    if (size > 2) bytes[at + size - 3] = code >> 8
    if (size > 1) bytes[at + size - 2] = code >> 16
    bytes[at + size - 1] = (code >> 24) ^ flip
  }
}

function writeFloats(
  samples: Float32Array,
  output: Float32Array | Float64Array,
  channel: number,
  stride: number,
): void {
  for (let i = 0, at = channel; i < samples.length; i++, at += stride) {
    const value = samples[i] ?? 0
    if (Number.isFinite(value)) output[at] = value
    else output[at] = Number.isNaN(value) ? 0 : Math.sign(value)
  }
}
