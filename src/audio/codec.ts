import { assert } from '../base/assert'
import { type AudioFormat, bytesPerSample, type Encoding, kindOf } from './format'
import { type G711, g711Code } from './g711'
import { isRare, type RareEncoding, unpackRare } from './rareSamples'

/**
 * Decodes whole interleaved frames to one array a channel, full scale at ±1.
 * Integers are divided by 2^(bits-1), `u8` is (v-128)/128, G.711 goes by its tables. Up to 24 bits and 32-bit floats are exact, NaN payloads
 * aside; 32-bit integers and 64-bit floats are rounded to the nearest 32-bit float, which keeps 24 bits; a finite
 * 64-bit float stays finite. Asserts that `bytes` holds whole frames. Numbers in typed arrays are taken to be little
 * endian, as on every machine that runs a browser.
 */
export function decodeFrames(bytes: Uint8Array, format: AudioFormat): Float32Array[] {
  const { channels, bytesPerFrame, encoding } = format
  assert(bytes.length % bytesPerFrame === 0, `${bytes.length} bytes are not whole frames of ${bytesPerFrame}`)
  const length = bytes.length / bytesPerFrame
  if (isRare(encoding)) return decodeRare(bytes, encoding, channels, length)
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
 * G.711 has no even step and is never dithered. Asserts as many channels as `format` has, all of one length.
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
  const codes = kindOf(format.encoding) === 'integer' ? new Int32Array(length) : null
  channels.forEach((samples, channel) => {
    if (codes === null) writeSamples(samples, bytes, channel, format)
    else {
      quantise(samples, codes, format.validBits, dither)
      writeCodes(codes, bytes, channel, format)
    }
  })
  return bytes
}

/**
 * Writes whole-number samples that stand at the top of 32 bits as interleaved frames: exact as far as `format`, an integer
 * encoding, has bits. The bits below are left out. `channels` are of one length. Asserts an integer encoding.
 */
export function encodeCodes(channels: readonly Int32Array[], format: AudioFormat): Uint8Array {
  assert(kindOf(format.encoding) === 'integer', `${format.encoding} has no whole-number codes`)
  const bytes = new Uint8Array((channels[0]?.length ?? 0) * format.bytesPerFrame)
  channels.forEach((codes, channel) => writeCodes(codes, bytes, channel, format))
  return bytes
}

function alignedTo(bytes: Uint8Array, alignment: number): Uint8Array {
  return bytes.byteOffset % alignment === 0 ? bytes : bytes.slice()
}

/** Unpacks all samples in their order, then deals them out to the channels. */
function decodeRare(bytes: Uint8Array, encoding: RareEncoding, channels: number, length: number): Float32Array[] {
  const samples = new Float32Array(length * channels)
  unpackRare(bytes, encoding, samples)
  if (encoding === 'f64be') holdFinite(samples, bytes)
  if (channels === 1) return [samples]
  return Array.from({ length: channels }, (_, channel) => {
    const own = new Float32Array(length)
    for (let i = 0, at = channel; i < length; i++, at += channels) own[i] = samples[at] ?? 0
    return own
  })
}

/** Puts the largest 32-bit float where a finite 64-bit one did not fit. */
function holdFinite(samples: Float32Array, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] ?? 0
    const tooLarge = Math.abs(sample) === Infinity && Number.isFinite(view.getFloat64(8 * i))
    if (tooLarge) samples[i] = Math.sign(sample) * maxFloat32
  }
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
  const bigEndian = isBigEndian(encoding)
  for (let i = 0, at = size * channel; i < codes.length; i++, at += step) {
    const code = codes[i] ?? 0
    const top = bigEndian ? at : at + size - 1
    const down = bigEndian ? 1 : -1
    if (size > 3) bytes[top + 3 * down] = code
    if (size > 2) bytes[top + 2 * down] = code >> 8
    if (size > 1) bytes[top + down] = code >> 16
    bytes[top] = (code >> 24) ^ flip
  }
}

const isBigEndian = (encoding: Encoding): boolean => encoding.endsWith('be')

/** Writes one channel of floats, or of codes that have no even step. */
function writeSamples(samples: Float32Array, bytes: Uint8Array, channel: number, format: AudioFormat): void {
  const { channels, encoding } = format
  if (encoding === 'alaw' || encoding === 'mulaw') writeG711(samples, bytes, channel, { law: encoding, channels })
  else if (encoding === 'f32') writeFloats(samples, new Float32Array(bytes.buffer), channel, channels)
  else if (encoding === 'f64') writeFloats(samples, new Float64Array(bytes.buffer), channel, channels)
  else writeBigEndianFloats(samples, new DataView(bytes.buffer), channel, format)
}

function writeG711(
  samples: Float32Array,
  bytes: Uint8Array,
  channel: number,
  { law, channels }: { readonly law: G711; readonly channels: number },
): void {
  for (let i = 0, at = channel; i < samples.length; i++, at += channels) bytes[at] = g711Code(law, samples[i] ?? 0)
}

function writeFloats(
  samples: Float32Array,
  output: Float32Array | Float64Array,
  channel: number,
  stride: number,
): void {
  for (let i = 0, at = channel; i < samples.length; i++, at += stride) output[at] = asNumber(samples[i] ?? 0)
}

function writeBigEndianFloats(samples: Float32Array, view: DataView, channel: number, format: AudioFormat): void {
  const size = bytesPerSample(format.encoding)
  for (let i = 0, at = size * channel; i < samples.length; i++, at += format.bytesPerFrame) {
    if (size === 4) view.setFloat32(at, asNumber(samples[i] ?? 0))
    else view.setFloat64(at, asNumber(samples[i] ?? 0))
  }
}

function asNumber(value: number): number {
  if (Number.isFinite(value)) return value
  return Number.isNaN(value) ? 0 : Math.sign(value)
}
