// AssemblyScript (https://www.assemblyscript.org): unpack.ts, peakBins.ts and bands.ts with SIMD. They say what it finds.
// Every sum is made in the order it has there, so that the results are the same to the last bit. build.mjs compiles this.

/** Frames in a bin, its full scale and bias, the bounds of samples, the size of memories that do not count. */
const BIN: i32 = 256
const FULL: f64 = 32767
const BIAS: f64 = 4194304
const LOUDEST: f32 = 64
const TINY: f64 = 1e-25

/** Samples of a call at most, all channels together, and of a block: what stays in the processor's first cache. */
export const MOST: i32 = 32768
const BLOCK: i32 = 4096

/** Where things are in memory; kernelMeter.ts knows those that are exported. How many bins, hops and bad samples were found. */
export const FOUND: usize = 1024
/** Whole frames, of up to 4 bytes a sample. */
export const INPUT: usize = FOUND + 64
/** Smallest and largest sample of the bins that ended, as i16, channel by channel in each bin. */
export const BINS: usize = INPUT + 4 * MOST + 64
/** The hops that ended, channel by channel in each: energies of speech, high and voice band, count, as f64. */
export const HOPS: usize = BINS + 4 * (MOST / BIN + 8)
/** Which samples of the call are NaN or infinite, as u32. */
export const BAD: usize = HOPS + 32 * (MOST + 8)
/** a1, a2 and the square of the gain of speech, high and voice filter, as f64. */
export const COEFFICIENTS: usize = BAD + 4 * MOST
/** The block's samples as f32, and room for a few more. */
const SAMPLES: usize = COEFFICIENTS + 128
/** Second differences of the averages of a channel and the next one, side by side, as f64. */
const CURVES: usize = SAMPLES + 4 * BLOCK + 64
/** Smallest and largest sample of each channel in the open bin, as f32. */
const OPEN: usize = CURVES + 16 * (BLOCK + 1)
const FOURS: usize = OPEN + 64
/** For each two channels, two values side by side: six outputs of filters, three energies, open sum, last average and rise. */
const PAIRS: usize = FOURS + 32
const ENERGY: usize = 96
const SUM: usize = 144
const LAST: usize = 160
const RISE: usize = 176
const PAIR_SIZE: usize = 192

let encoding: i32 = 0
let channels: i32 = 1
let step: i32 = 1
let hop: i64 = 1
/** Frames in the open bin, frames in the open average, averages so far, hops so far, averages of the open hop. */
let inBin: i32 = 0
let summed: i32 = 0
let averages: i64 = 0
let hopAt: i64 = 0
let inHop: i32 = 0
/** What the last call found. */
let binCount: i32 = 0
let hopCount: i32 = 0
let badCount: i32 = 0

/** Begins a recording of `count` channels in s16 (`code` 1), s24 (2) or f32 (3), averages of `by` frames, hops of `length`. */
export function begin(code: i32, count: i32, by: i32, length: i32): void {
  encoding = code
  channels = count
  step = by
  hop = length
  summed = 0
  averages = 0
  hopAt = 0
  inHop = 0
  memory.fill(PAIRS, 0, 4 * PAIR_SIZE)
  openBin()
}

/** Takes the `length` frames at INPUT. What the last call found is forgotten. */
export function take(length: i32): void {
  const block = BLOCK / channels
  forget()
  for (let from = 0; from < length; from += block) measureBlock(from, min(block, length - from))
  tell()
}

/** Ends the last bin, the last average and the last hop, which may hold fewer frames. */
export function finish(): void {
  forget()
  if (inBin > 0) endBin()
  const last = summed > 0 ? 1 : 0
  for (let channel = 0; channel < channels; channel += 2) {
    const state = stateOf(channel)
    if (last > 0) {
      const mean = f64x2.div(v128.load(state, SUM), f64x2.splat(<f64>summed))
      filter(state, CURVES, bend(state, mean, CURVES))
    }
    if (inHop + last > 0) endHop(channel, hopCount, inHop + last)
  }
  if (inHop + last > 0) hopCount++
  tell()
}

function forget(): void {
  binCount = 0
  hopCount = 0
  badCount = 0
}

function tell(): void {
  store<i32>(FOUND, binCount)
  store<i32>(FOUND, hopCount, 4)
  store<i32>(FOUND, badCount, 8)
}

function measureBlock(from: i32, length: i32): void {
  const first = from * channels
  const count = length * channels
  if (encoding == 1) unpackS16(INPUT + 2 * first, count)
  else if (encoding == 2) unpackS24(INPUT + 3 * first, count)
  else unpackF32(first, count)
  measurePeaks(length)
  for (let channel = 0; channel < channels; channel += 2) measureBands(channel, curves(channel, length))
  advance(summed + length)
}

function stateOf(channel: i32): usize {
  return PAIRS + (<usize>channel >> 1) * PAIR_SIZE
}

function unpackS16(start: usize, count: i32): void {
  const scale = f32x4.splat(<f32>(1.0 / 32768.0))
  const end = SAMPLES + 4 * count
  let from = start
  for (let to = SAMPLES; to < end; to += 16, from += 8) {
    v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(v128.load16x4_s(from)), scale))
  }
}

/** Each sample becomes the upper three bytes of a word. */
function unpackS24(start: usize, count: i32): void {
  const scale = f32x4.splat(<f32>(1.0 / 2147483648.0))
  const bytes = i8x16(-128, 0, 1, 2, -128, 3, 4, 5, -128, 6, 7, 8, -128, 9, 10, 11)
  const end = SAMPLES + 4 * count
  let from = start
  for (let to = SAMPLES; to < end; to += 16, from += 12) {
    v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(i8x16.swizzle(v128.load(from), bytes)), scale))
  }
}

function unpackF32(first: i32, count: i32): void {
  const loudest = f32x4.splat(LOUDEST)
  for (let i = 0; i < count; i += 4) {
    const four = v128.load(INPUT + 4 * (first + i))
    v128.store(SAMPLES + 4 * i, four)
    if (i32x4.all_true(f32x4.le(f32x4.abs(four), loudest))) continue
    for (let bad = i; bad < min(count, i + 4); bad++) {
      store<f32>(SAMPLES + 4 * bad, held(load<f32>(SAMPLES + 4 * bad), first + bad))
    }
  }
}

/** Sample `index` of the call within ±LOUDEST; one that is no number is noted. */
function held(sample: f32, index: i32): f32 {
  if (abs(sample) <= LOUDEST) return sample
  if (abs(sample) < Infinity) return sample > 0 ? LOUDEST : -LOUDEST
  store<i32>(BAD + 4 * badCount, index)
  badCount++
  return 0
}

function measurePeaks(length: i32): void {
  const wide = channels == 1 || channels == 2 || channels == 4
  let at = SAMPLES
  let left = length
  while (left > 0) {
    const count = min(left, BIN - inBin)
    const end = at + 4 * count * channels
    if (wide && end - at >= 16) measureFours(at, end)
    else measureFrames(at, end)
    at = end
    left -= count
    inBin += count
    if (inBin == BIN) endBin()
  }
}

/** Four samples at a time, of 1, 2 or 4 channels. The last four may have been seen before. */
function measureFours(start: usize, end: usize): void {
  let at = start
  let low = v128.load(at)
  let high = low
  for (; at + 64 <= end; at += 64) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    low = f32x4.pmin(low, f32x4.pmin(f32x4.pmin(a, b), f32x4.pmin(c, d)))
    high = f32x4.pmax(high, f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)))
  }
  for (; at < end; at += 16) {
    const four = v128.load(min(at, end - 16))
    low = f32x4.pmin(low, four)
    high = f32x4.pmax(high, four)
  }
  v128.store(FOURS, low)
  v128.store(FOURS, high, 16)
  for (let lane = 0; lane < 4; lane++) {
    const from = FOURS + 4 * lane
    widen(lane & (channels - 1), load<f32>(from), load<f32>(from, 16))
  }
}

/** Sample by sample, of any number of channels. */
function measureFrames(start: usize, end: usize): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let at = start + 4 * channel; at < end; at += 4 * channels) {
      const sample = load<f32>(at)
      widen(channel, sample, sample)
    }
  }
}

/** Takes `low` and `high` into the open bin. */
function widen(channel: i32, low: f32, high: f32): void {
  const open = OPEN + 8 * channel
  if (low < load<f32>(open)) store<f32>(open, low)
  if (high > load<f32>(open, 4)) store<f32>(open, high, 4)
}

function openBin(): void {
  inBin = 0
  for (let channel = 0; channel < channels; channel++) {
    const open = OPEN + 8 * channel
    store<f32>(open, Infinity)
    store<f32>(open, -Infinity, 4)
  }
}

function endBin(): void {
  for (let channel = 0; channel < channels; channel++) {
    const open = OPEN + 8 * channel
    const bin = BINS + 4 * (binCount * channels + channel)
    store<i16>(bin, levelOf(load<f32>(open)))
    store<i16>(bin, levelOf(load<f32>(open, 4)), 2)
  }
  binCount++
  openBin()
}

/** Rounded with a bias, as `PeakBins` does it. */
function levelOf(sample: f32): i16 {
  const level = floor(<f64>sample * FULL + (BIAS + 0.5)) - BIAS
  return <i16>max<f64>(-FULL, min<f64>(FULL, level))
}

/**
 * Averages the channel and the next one and writes the second differences of the averages; returns where they end.
 * Without a next channel, the second lane holds what nobody reads.
 */
function curves(channel: i32, length: i32): usize {
  const state = stateOf(channel)
  const stride = 4 * channels
  const scale = f64x2.splat(1.0 / <f64>step)
  let at = SAMPLES + 4 * channel
  const end = at + length * stride
  let to = CURVES
  let sum = v128.load(state, SUM)
  let missing = step - summed
  for (;;) {
    for (; missing > 0 && at < end; at += stride, missing--) sum = f64x2.add(sum, pairAt(at))
    if (missing > 0) break
    to = bend(state, f64x2.mul(sum, scale), to)
    if (step == 3) {
      let last = v128.load(state, LAST)
      let rise = v128.load(state, RISE)
      for (; at + 3 * stride <= end; at += 3 * stride, to += 16) {
        const three = f64x2.add(f64x2.add(pairAt(at), pairAt(at + stride)), pairAt(at + 2 * stride))
        const value = f64x2.mul(three, scale)
        const newRise = f64x2.sub(value, last)
        v128.store(to, f64x2.sub(newRise, rise))
        last = value
        rise = newRise
      }
      v128.store(state, last, LAST)
      v128.store(state, rise, RISE)
    }
    sum = f64x2.splat(0)
    missing = step
  }
  v128.store(state, sum, SUM)
  return to
}

/** Writes the second difference that `value` makes, and returns the place after it. */
function bend(state: usize, value: v128, to: usize): usize {
  const rise = f64x2.sub(value, v128.load(state, LAST))
  v128.store(to, f64x2.sub(rise, v128.load(state, RISE)))
  v128.store(state, value, LAST)
  v128.store(state, rise, RISE)
  return to + 16
}

function pairAt(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at))
}

/** Filters the curves of a channel and the next one, hop by hop. */
function measureBands(channel: i32, end: usize): void {
  const state = stateOf(channel)
  let from = CURVES
  let ended = 0
  let seen = inHop
  let left = <i32>(firstAverage(hopAt + 1) - averages)
  while (from < end) {
    const count = min(left, <i32>((end - from) >> 4))
    const to = from + 16 * count
    filter(state, from, to)
    from = to
    seen += count
    if (count < left) break
    endHop(channel, hopCount + ended, seen)
    ended++
    seen = 0
    left = <i32>(firstAverage(hopAt + ended + 1) - firstAverage(hopAt + ended))
  }
}

/** Moves on by a block's averages, of `frames` frames and those left before, as `measureBands` did for each pair. */
function advance(frames: i32): void {
  averages += frames / step
  inHop += frames / step
  summed = frames % step
  for (let first = firstAverage(hopAt + 1); averages >= first; first = firstAverage(hopAt + 1)) {
    inHop = <i32>(averages - first)
    hopAt++
    hopCount++
  }
}

/** The first average of a hop. */
function firstAverage(index: i64): i64 {
  return (index * hop + step - 1) / step
}

/**
 * The recursions of `BandFilter` and their energies, two channels and two curves at a time: of the last two outputs of a
 * filter, `a` is first the older and then the newer one. An odd last curve is turned round again.
 */
function filter(state: usize, start: usize, end: usize): void {
  const sa1 = v128.load_splat<f64>(COEFFICIENTS)
  const sa2 = v128.load_splat<f64>(COEFFICIENTS, 8)
  const ha1 = v128.load_splat<f64>(COEFFICIENTS, 24)
  const ha2 = v128.load_splat<f64>(COEFFICIENTS, 32)
  const va1 = v128.load_splat<f64>(COEFFICIENTS, 48)
  const va2 = v128.load_splat<f64>(COEFFICIENTS, 56)
  let speechA = v128.load(state)
  let speechB = v128.load(state, 16)
  let highA = v128.load(state, 32)
  let highB = v128.load(state, 48)
  let voiceA = v128.load(state, 64)
  let voiceB = v128.load(state, 80)
  let speechEnergy = v128.load(state, ENERGY)
  let highEnergy = v128.load(state, ENERGY + 16)
  let voiceEnergy = v128.load(state, ENERGY + 32)
  let sum = f64x2.add(speechA, speechB)
  let at = start
  for (; at + 32 <= end; at += 32) {
    let curve = v128.load(at)
    speechA = next(curve, speechB, speechA, sa1, sa2)
    highA = next(curve, highB, highA, ha1, ha2)
    let newSum = f64x2.add(speechA, speechB)
    voiceA = next(f64x2.add(newSum, sum), voiceB, voiceA, va1, va2)
    speechEnergy = f64x2.add(speechEnergy, f64x2.mul(speechA, speechA))
    highEnergy = f64x2.add(highEnergy, f64x2.mul(highA, highA))
    voiceEnergy = f64x2.add(voiceEnergy, f64x2.mul(voiceA, voiceA))
    curve = v128.load(at, 16)
    speechB = next(curve, speechA, speechB, sa1, sa2)
    highB = next(curve, highA, highB, ha1, ha2)
    sum = f64x2.add(speechB, speechA)
    voiceB = next(f64x2.add(sum, newSum), voiceA, voiceB, va1, va2)
    speechEnergy = f64x2.add(speechEnergy, f64x2.mul(speechB, speechB))
    highEnergy = f64x2.add(highEnergy, f64x2.mul(highB, highB))
    voiceEnergy = f64x2.add(voiceEnergy, f64x2.mul(voiceB, voiceB))
  }
  if (at < end) {
    const curve = v128.load(at)
    const speech = next(curve, speechB, speechA, sa1, sa2)
    const high = next(curve, highB, highA, ha1, ha2)
    const voice = next(f64x2.add(f64x2.add(speech, speechB), sum), voiceB, voiceA, va1, va2)
    speechEnergy = f64x2.add(speechEnergy, f64x2.mul(speech, speech))
    highEnergy = f64x2.add(highEnergy, f64x2.mul(high, high))
    voiceEnergy = f64x2.add(voiceEnergy, f64x2.mul(voice, voice))
    speechA = speechB
    speechB = speech
    highA = highB
    highB = high
    voiceA = voiceB
    voiceB = voice
  }
  v128.store(state, speechA)
  v128.store(state, speechB, 16)
  v128.store(state, highA, 32)
  v128.store(state, highB, 48)
  v128.store(state, voiceA, 64)
  v128.store(state, voiceB, 80)
  v128.store(state, speechEnergy, ENERGY)
  v128.store(state, highEnergy, ENERGY + 16)
  v128.store(state, voiceEnergy, ENERGY + 32)
}

/** `u[n] - a2 y[n-2] - a1 y[n-1]`, in this order. */
function next(u: v128, y1: v128, y2: v128, a1: v128, a2: v128): v128 {
  return f64x2.sub(f64x2.sub(u, f64x2.mul(a2, y2)), f64x2.mul(a1, y1))
}

/** Writes hop `found` of this call, of `count` averages, for the channel and the next one. Tiny outputs become 0. */
function endHop(channel: i32, found: i32, count: i32): void {
  const state = stateOf(channel)
  for (let lane = 0; lane < 2 && channel + lane < channels; lane++) {
    const to = HOPS + 32 * (found * channels + channel + lane)
    const from = state + ENERGY + 8 * lane
    for (let band: usize = 0; band < 3; band++) {
      store<f64>(to + 8 * band, load<f64>(from + 16 * band) * load<f64>(COEFFICIENTS + 24 * band, 16))
    }
    store<f64>(to, <f64>count, 24)
  }
  const none = f64x2.splat(0)
  for (let at = state + ENERGY; at < state + SUM; at += 16) v128.store(at, none)
  const tiny = f64x2.splat(TINY)
  for (let at = state; at < state + ENERGY; at += 16) {
    const kept = v128.load(at)
    v128.store(at, v128.andnot(kept, f64x2.lt(f64x2.abs(kept), tiny)))
  }
}
