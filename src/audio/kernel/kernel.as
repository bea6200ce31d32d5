// AssemblyScript (https://www.assemblyscript.org): unpack.ts, peakBins.ts and bands.ts with SIMD. They say what it finds.
// Every sum is made in the order it has there, or is exact, so that the results are the same to the last bit. build.mjs
// compiles this.

/** Frames in a bin, its full scale and bias, the bounds of samples, the size of memories that do not count. */
const BIN: i32 = 256
const FULL: f64 = 32767
const BIAS: f64 = 4194304
const LOUDEST: f32 = 64
const TINY: f32 = 1e-15
/** Bounds of levels, in dB. */
const SILENCE: f64 = -120
const LOUDEST_LEVEL: f64 = 40

/** Samples of a call at most, all channels together, and of a block: what stays in the processor's first cache. */
export const MOST: i32 = 32768
const BLOCK: i32 = 4096
/** Channels, frames of a value, values of a strip, values before it, and hops of a group at most. */
const CHANNELS: i32 = 8
export const LONGEST_STEP: i32 = 32
const STRIP: i32 = 9216
const WARM: i32 = 1280
const GROUP_HOPS: i32 = 384
/** Strips that are filtered side by side: a group. */
const LANES: i32 = 4

/** Where things are in memory; kernelMeter.ts knows those that are exported. How many bins, levels and bad samples were found. */
export const FOUND: usize = 1024
/** Whole frames, of up to 4 bytes a sample. */
export const INPUT: usize = FOUND + 64
/** Smallest and largest sample of the bins that ended, as i16, channel by channel in each bin. */
export const BINS: usize = INPUT + 4 * MOST + 64
/** Which samples of the call are NaN or infinite, as u32. */
export const BAD: usize = BINS + 4 * (MOST / BIN + 8)
/** a1 and a2 of speech, high and voice filter, then the powers of these, as f32. */
export const COEFFICIENTS: usize = BAD + 4 * MOST
/** Of each of 4096 steps from 1 to 2 what it is in dB, then what 2 is, as f64. */
export const DECIBELS: usize = COEFFICIENTS + 64
/** The block's samples, and room for a few more: as i32 where they are integers, else as f32. */
const SAMPLES: usize = DECIBELS + 8 * (4096 + 1)
/** Smallest and largest sample of each channel in the open bin, as i32 or f32. */
const OPEN: usize = SAMPLES + 4 * BLOCK + 128
const FOURS: usize = OPEN + 8 * CHANNELS
/** For each channel the open sum, the last value and the last rise, as f64. */
const VALUES: usize = FOURS + 32
const SUM: usize = 0
const LAST: usize = 8
const RISE: usize = 16
const VALUES_SIZE: usize = 24
/** The last two outputs of speech, high and voice filter, each in every strip of a group, as f32; then their energies. */
const OUTPUTS: usize = VALUES + VALUES_SIZE * CHANNELS
const ENERGIES: usize = OUTPUTS + 96
/** Curves of a hop, or of those before a strip, strip by strip side by side, as f32. */
const TURNED: usize = ENERGIES + 48
/** For each channel the curves before the group and those of the group, as f32. */
const ROWS: usize = TURNED + 16 * (WARM + 4)
const ROW_SIZE: usize = 4 * (WARM + LANES * STRIP + 16)
/** For each channel the last hop before the group and those of the group: energies of speech, high and voice band, count, as f32. */
const HOPS: usize = ROWS + ROW_SIZE * CHANNELS
const HOPS_SIZE: usize = 16 * (GROUP_HOPS + 1)
/** For each band the levels that ended, as f32. */
const LEVELS: usize = HOPS + HOPS_SIZE * CHANNELS

let encoding: i32 = 0
let channels: i32 = 1
let step: i32 = 1
let hop: i32 = 1
/** Hops and values of a strip, values before it, frames of a group. */
let stripHops: i32 = 1
let strip: i32 = 1
let warm: i32 = 0
let group: i32 = 1
/** What a sample counts. */
let scale: f64 = 1
/** Frames in the open bin, in the open value and in the open group, values in the open group. */
let inBin: i32 = 0
let summed: i32 = 0
let inGroup: i32 = 0
let values: i32 = 0
/** Whether a hop came before the group. */
let begun: bool = false
/** What the last call found. */
let binCount: i32 = 0
let levelCount: i32 = 0
let badCount: i32 = 0

/**
 * Begins a recording of `count` channels in s16 (`code` 1), s24 (2) or f32 (3): values of `by` frames, hops of `length`,
 * strips of `hops` hops with `before` values before them.
 */
export function begin(code: i32, count: i32, by: i32, length: i32, hops: i32, before: i32): void {
  encoding = code
  channels = count
  step = by
  hop = length
  stripHops = hops
  strip = (hops * length) / by
  warm = before
  group = LANES * hops * length
  scale = code == 1 ? 1.0 / 32768.0 : code == 2 ? 1.0 / 8388608.0 : 1
  summed = 0
  inGroup = 0
  values = 0
  begun = false
  memory.fill(VALUES, 0, VALUES_SIZE * CHANNELS)
  for (let channel = 0; channel < count; channel++) memory.fill(placeOf(channel, -before), 0, 4 * before)
  openBin()
}

/** Where the levels of a band are: 0 speech, 1 high, 2 voice. */
export function levelsOf(band: i32): usize {
  return LEVELS + 4 * band * (MOST + GROUP_HOPS)
}

/** Takes the `length` frames at INPUT. What the last call found is forgotten. */
export function take(length: i32): void {
  const block = BLOCK / channels
  forget()
  let from = 0
  while (from < length) {
    const count = min(min(block, length - from), group - inGroup)
    measureBlock(from, count)
    from += count
  }
  tell()
}

/** Ends the last bin, the last value and the last hop, which may hold fewer frames. */
export function finish(): void {
  forget()
  if (inBin > 0) endBin()
  if (summed > 0) {
    for (let channel = 0; channel < channels; channel++) {
      const state = valuesOf(channel)
      bend(state, (load<f64>(state, SUM) / <f64>summed) * <f64>step, placeOf(channel, values))
    }
    values++
  }
  if (values > 0) endGroup()
  tell()
}

function forget(): void {
  binCount = 0
  levelCount = 0
  badCount = 0
}

function tell(): void {
  store<i32>(FOUND, binCount)
  store<i32>(FOUND, levelCount, 4)
  store<i32>(FOUND, badCount, 8)
}

function measureBlock(from: i32, length: i32): void {
  const first = from * channels
  const count = length * channels
  if (encoding == 3) {
    unpackF32(first, count)
    measurePeaks<f32>(length)
    for (let channel = 0; channel < channels; channel++) curves<f32>(channel, 0, length, summed, values)
  } else {
    if (encoding == 1) unpackS16(INPUT + 2 * first, count)
    else unpackS24(INPUT + 3 * first, count)
    measurePeaks<i32>(length)
    if (step == 3 && channels <= 2) curvesOfThree(length)
    else for (let channel = 0; channel < channels; channel++) curves<i32>(channel, 0, length, summed, values)
  }
  values += (summed + length) / step
  summed = (summed + length) % step
  inGroup += length
  if (inGroup == group) closeGroup()
}

function valuesOf(channel: i32): usize {
  return VALUES + VALUES_SIZE * channel
}

function unpackS16(start: usize, count: i32): void {
  const end = SAMPLES + 4 * count
  let from = start
  for (let to = SAMPLES; to < end; to += 16, from += 8) v128.store(to, v128.load16x4_s(from))
}

/** Each sample becomes the upper three bytes of a word, which is then shifted down. */
function unpackS24(start: usize, count: i32): void {
  const bytes = i8x16(-128, 0, 1, 2, -128, 3, 4, 5, -128, 6, 7, 8, -128, 9, 10, 11)
  const end = SAMPLES + 4 * count
  let from = start
  for (let to = SAMPLES; to < end; to += 16, from += 12) {
    v128.store(to, i32x4.shr_s(i8x16.swizzle(v128.load(from), bytes), 8))
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

function measurePeaks<T>(length: i32): void {
  const wide = channels == 1 || channels == 2 || channels == 4
  let at = SAMPLES
  let left = length
  while (left > 0) {
    const count = min(left, BIN - inBin)
    const end = at + 4 * count * channels
    if (wide && end - at >= 16) measureFours<T>(at, end)
    else measureFrames<T>(at, end)
    at = end
    left -= count
    inBin += count
    if (inBin == BIN) endBin()
  }
}

/** Four samples at a time, of 1, 2 or 4 channels. The last four may have been seen before. */
function measureFours<T>(start: usize, end: usize): void {
  let at = start
  let low = v128.load(at)
  let high = low
  for (; at + 64 <= end; at += 64) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    low = lower<T>(low, lower<T>(lower<T>(a, b), lower<T>(c, d)))
    high = higher<T>(high, higher<T>(higher<T>(a, b), higher<T>(c, d)))
  }
  for (; at < end; at += 16) {
    const four = v128.load(min(at, end - 16))
    low = lower<T>(low, four)
    high = higher<T>(high, four)
  }
  v128.store(FOURS, low)
  v128.store(FOURS, high, 16)
  for (let lane = 0; lane < 4; lane++) {
    const from = FOURS + 4 * lane
    widen<T>(lane & (channels - 1), load<T>(from), load<T>(from, 16))
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function lower<T>(a: v128, b: v128): v128 {
  return isFloat<T>() ? f32x4.pmin(a, b) : i32x4.min_s(a, b)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function higher<T>(a: v128, b: v128): v128 {
  return isFloat<T>() ? f32x4.pmax(a, b) : i32x4.max_s(a, b)
}

/** Sample by sample, of any number of channels. */
function measureFrames<T>(start: usize, end: usize): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let at = start + 4 * channel; at < end; at += 4 * channels) {
      const sample = load<T>(at)
      widen<T>(channel, sample, sample)
    }
  }
}

/** Takes `low` and `high` into the open bin. */
function widen<T>(channel: i32, low: T, high: T): void {
  const open = OPEN + 8 * channel
  if (low < load<T>(open)) store<T>(open, low)
  if (high > load<T>(open, 4)) store<T>(open, high, 4)
}

function openBin(): void {
  inBin = 0
  for (let channel = 0; channel < channels; channel++) {
    const open = OPEN + 8 * channel
    if (encoding == 3) {
      store<f32>(open, Infinity)
      store<f32>(open, -Infinity, 4)
    } else {
      store<i32>(open, i32.MAX_VALUE)
      store<i32>(open, i32.MIN_VALUE, 4)
    }
  }
}

function endBin(): void {
  for (let channel = 0; channel < channels; channel++) {
    const open = OPEN + 8 * channel
    const bin = BINS + 4 * (binCount * channels + channel)
    store<i16>(bin, levelOf(open))
    store<i16>(bin, levelOf(open + 4), 2)
  }
  binCount++
  openBin()
}

/** The sample at `from`, rounded with a bias, as `PeakBins` does it. */
function levelOf(from: usize): i16 {
  const sample = encoding == 3 ? <f64>load<f32>(from) : <f64>load<i32>(from) * scale
  const level = floor(sample * FULL + (BIAS + 0.5)) - BIAS
  return <i16>max<f64>(-FULL, min<f64>(FULL, level))
}

/**
 * Sums `length` frames of a channel, from frame `from` of the block on, to values, and puts the second differences of
 * these into its row, from value `at` of the group on. `begun` frames are in the open value.
 */
function curves<T>(channel: i32, from: i32, length: i32, begun: i32, at: i32): void {
  const state = valuesOf(channel)
  const stride = 4 * channels
  const start = SAMPLES + 4 * channel + from * stride
  let to = placeOf(channel, at)
  let sum = load<f64>(state, SUM)
  let missing = step - begun
  for (let sample = start; sample < start + length * stride; sample += stride) {
    sum += <f64>load<T>(sample)
    if (--missing > 0) continue
    to = bend(state, sum, to)
    sum = 0
    missing = step
  }
  store<f64>(state, sum, SUM)
}

/** Writes the second difference that `value` makes, and returns the place after it. */
function bend(state: usize, value: f64, to: usize): usize {
  const rise = value - load<f64>(state, LAST)
  store<f32>(to, <f32>((rise - load<f64>(state, RISE)) * scale))
  store<f64>(state, value, LAST)
  store<f64>(state, rise, RISE)
  return to + 4
}

/** As `curves` for one channel of integers or for two, whose values are of three frames: four values at a time. */
function curvesOfThree(length: i32): void {
  const first = min(length, (3 - summed) % 3)
  const at = values + (summed + first) / 3
  const fours = (length - first) / 12
  const rest = first + 12 * fours
  for (let channel = 0; channel < channels; channel++) curves<i32>(channel, 0, first, summed, values)
  if (channels == 1) monoCurves(first, at, fours)
  else stereoCurves(first, at, fours)
  for (let channel = 0; channel < channels; channel++) {
    curves<i32>(channel, rest, length - rest, (summed + first) % 3, at + 4 * fours)
  }
}

function monoCurves(from: i32, value: i32, fours: i32): void {
  const end = placeOf(0, value + 4 * fours)
  let at = SAMPLES + 4 * from
  let last = lastOf(0)
  let rise = riseOf(0)
  for (let to = placeOf(0, value); to < end; to += 16, at += 48) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const first = v128.shuffle<i32>(v128.shuffle<i32>(a, b, 0, 3, 6, 6), c, 0, 1, 2, 5)
    const second = v128.shuffle<i32>(v128.shuffle<i32>(a, b, 1, 4, 7, 7), c, 0, 1, 2, 6)
    const third = v128.shuffle<i32>(v128.shuffle<i32>(a, b, 2, 5, 5, 5), c, 0, 1, 4, 7)
    const value = i32x4.add(i32x4.add(first, second), third)
    const newRise = i32x4.sub(value, delayed(last, value))
    store4(to, i32x4.sub(newRise, delayed(rise, newRise)))
    last = value
    rise = newRise
  }
  keep(0, last, rise)
}

function stereoCurves(from: i32, value: i32, fours: i32): void {
  const end = placeOf(0, value + 4 * fours)
  const apart = ROW_SIZE
  let at = SAMPLES + 8 * from
  let leftLast = lastOf(0)
  let leftRise = riseOf(0)
  let rightLast = lastOf(1)
  let rightRise = riseOf(1)
  for (let to = placeOf(0, value); to < end; to += 16, at += 96) {
    const two = twoFrames(at)
    const next = twoFrames(at + 48)
    const left = v128.shuffle<i32>(two, next, 0, 2, 4, 6)
    const right = v128.shuffle<i32>(two, next, 1, 3, 5, 7)
    const newLeft = i32x4.sub(left, delayed(leftLast, left))
    const newRight = i32x4.sub(right, delayed(rightLast, right))
    store4(to, i32x4.sub(newLeft, delayed(leftRise, newLeft)))
    store4(to + apart, i32x4.sub(newRight, delayed(rightRise, newRight)))
    leftLast = left
    leftRise = newLeft
    rightLast = right
    rightRise = newRight
  }
  keep(0, leftLast, leftRise)
  keep(1, rightLast, rightRise)
}

/** Two values of left and right, of the six frames at `at`. */
function twoFrames(at: usize): v128 {
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const c = v128.load(at, 32)
  const first = v128.shuffle<i64>(a, b, 0, 3)
  const second = v128.shuffle<i64>(a, c, 1, 2)
  const third = v128.shuffle<i64>(b, c, 0, 3)
  return i32x4.add(i32x4.add(first, second), third)
}

/** Each of four values as the one before it was. */
function delayed(before: v128, values: v128): v128 {
  return v128.shuffle<i32>(before, values, 3, 4, 5, 6)
}

function store4(to: usize, curves: v128): void {
  v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(curves), f32x4.splat(<f32>scale)))
}

function lastOf(channel: i32): v128 {
  return i32x4.splat(<i32>load<f64>(valuesOf(channel), LAST))
}

function riseOf(channel: i32): v128 {
  return i32x4.splat(<i32>load<f64>(valuesOf(channel), RISE))
}

function keep(channel: i32, last: v128, rise: v128): void {
  store<f64>(valuesOf(channel), <f64>i32x4.extract_lane(last, 3), LAST)
  store<f64>(valuesOf(channel), <f64>i32x4.extract_lane(rise, 3), RISE)
}

/** Where value `at` of the group is in the row of a channel; negative ones are those before it. */
function placeOf(channel: i32, at: i32): usize {
  return ROWS + ROW_SIZE * channel + 4 * (warm + at)
}

/** Measures a whole group. Its last curves go before the next one. */
function closeGroup(): void {
  const hops = LANES * stripHops
  for (let channel = 0; channel < channels; channel++) {
    measureStrips(channel, stripHops - 1, valuesIn(stripHops - 1))
    memory.copy(placeOf(channel, -warm), placeOf(channel, values - warm), 4 * warm)
  }
  measureLevels(hops)
  values = 0
  inGroup = 0
}

/** Measures a group that has begun. Its last hop may be cut. */
function endGroup(): void {
  const full = (values - 1) / strip
  const rest = values - full * strip
  let last = 0
  while (firstValue(last + 1) < rest) last++
  const count = rest - firstValue(last)
  for (let channel = 0; channel < channels; channel++) {
    memory.fill(placeOf(channel, values), 0, 4 * (LANES * strip - values))
    const place = hopOf(channel, full, last)
    measureStrips(channel, last, count)
    const cut = v128.load(place)
    measureStrips(channel, stripHops - 1, valuesIn(stripHops - 1))
    v128.store(place, cut)
  }
  measureLevels(full * stripHops + last + 1)
}

/** Where hop `index` of a strip of the group is; hop −1 of the first is the last one before the group. */
function hopOf(channel: i32, lane: i32, index: i32): usize {
  return HOPS + HOPS_SIZE * channel + 16 * (1 + lane * stripHops + index)
}

/** The levels over each of `hops` hops of the group and the one before it, as `HopLevels` has them; over an only hop alone. */
function measureLevels(hops: i32): void {
  if (!begun && hops == 1) addLevel(0, 0)
  for (let index = begun ? 0 : 1; index < hops; index++) addLevel(16 * (index - 1), 16 * index)
  for (let channel = 0; channel < channels; channel++) {
    v128.store(hopOf(channel, 0, -1), v128.load(hopOf(channel, 0, hops - 1)))
  }
  begun = true
}

/** Adds the level over two hops, each told by where it is behind the first of its channel. */
function addLevel(first: i32, second: i32): void {
  let loudest = f32x4.splat(0)
  for (let channel = 0; channel < channels; channel++) {
    const hops = hopOf(channel, 0, 0)
    const both = f32x4.add(v128.load(hops + first), v128.load(hops + second))
    loudest = f32x4.max(loudest, f32x4.div(both, v128.shuffle<i32>(both, both, 3, 3, 3, 3)))
  }
  const powers = f32x4.mul(loudest, v128.load(COEFFICIENTS, 24))
  const to = LEVELS + 4 * levelCount
  store<f32>(to, decibels(i32x4.extract_lane(powers, 0)))
  store<f32>(to + 4 * (MOST + GROUP_HOPS), decibels(i32x4.extract_lane(powers, 1)))
  store<f32>(to + 8 * (MOST + GROUP_HOPS), decibels(i32x4.extract_lane(powers, 2)))
  levelCount++
}

/** A power in dB by the bits of its float, as `roughPowerToDb` does it, within the bounds of levels. */
function decibels(bits: i32): f32 {
  const octaves = <f64>((bits >> 23) - 127) * load<f64>(DECIBELS, 8 * 4096)
  const level = octaves + load<f64>(DECIBELS + 8 * ((bits >> 11) & 4095))
  return <f32>max<f64>(SILENCE, min<f64>(LOUDEST_LEVEL, level))
}

/** The first value of a hop of a strip, and how many it has. */
function firstValue(index: i32): i32 {
  return (index * hop + step - 1) / step
}

function valuesIn(index: i32): i32 {
  return firstValue(index + 1) - firstValue(index)
}

/** Filters the strips of the group from rest, side by side, up to hop `last`, of which `count` values are taken. */
function measureStrips(channel: i32, last: i32, count: i32): void {
  const start = placeOf(channel, -warm)
  memory.fill(OUTPUTS, 0, 96)
  turn(start, warm)
  filter(warm)
  for (let index = 0; index <= last; index++) {
    const length = index == last ? count : valuesIn(index)
    turn(start + 4 * (warm + firstValue(index)), length)
    memory.fill(ENERGIES, 0, 48)
    filter(length)
    endHop(channel, index, length)
  }
}

/** Puts `length` curves of the four strips, of the first from `start` on, side by side. */
function turn(start: usize, length: i32): void {
  const apart: usize = 4 * strip
  const end = TURNED + 16 * length
  let from = start
  for (let to = TURNED; to < end; to += 64, from += 16) {
    const a = v128.load(from)
    const b = v128.load(from + apart)
    const c = v128.load(from + 2 * apart)
    const d = v128.load(from + 3 * apart)
    turnFour(to, a, b, c, d, 16)
  }
}

/** Stores four rows as columns, `apart` bytes from one to the next. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function turnFour(to: usize, a: v128, b: v128, c: v128, d: v128, apart: usize): void {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5)
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5)
  const ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7)
  const cd2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2))
  v128.store(to + apart, v128.shuffle<i64>(ab, cd, 1, 3))
  v128.store(to + 2 * apart, v128.shuffle<i64>(ab2, cd2, 0, 2))
  v128.store(to + 3 * apart, v128.shuffle<i64>(ab2, cd2, 1, 3))
}

/**
 * The recursions of `BandFilter` and their energies over `length` curves of four strips, two curves at a time: of the
 * last two outputs of a filter, `a` is first the older and then the newer one. An odd last curve is turned round again.
 */
function filter(length: i32): void {
  const sa1 = v128.load_splat<f32>(COEFFICIENTS)
  const sa2 = v128.load_splat<f32>(COEFFICIENTS, 4)
  const ha1 = v128.load_splat<f32>(COEFFICIENTS, 8)
  const ha2 = v128.load_splat<f32>(COEFFICIENTS, 12)
  const va1 = v128.load_splat<f32>(COEFFICIENTS, 16)
  const va2 = v128.load_splat<f32>(COEFFICIENTS, 20)
  let speechA = v128.load(OUTPUTS)
  let speechB = v128.load(OUTPUTS, 16)
  let highA = v128.load(OUTPUTS, 32)
  let highB = v128.load(OUTPUTS, 48)
  let voiceA = v128.load(OUTPUTS, 64)
  let voiceB = v128.load(OUTPUTS, 80)
  let speechEnergy = v128.load(ENERGIES)
  let highEnergy = v128.load(ENERGIES, 16)
  let voiceEnergy = v128.load(ENERGIES, 32)
  let sum = f32x4.add(speechA, speechB)
  const end = TURNED + 16 * length
  let at = TURNED
  for (; at + 32 <= end; at += 32) {
    let curve = v128.load(at)
    speechA = next(curve, speechB, speechA, sa1, sa2)
    highA = next(curve, highB, highA, ha1, ha2)
    let newSum = f32x4.add(speechA, speechB)
    voiceA = next(f32x4.add(newSum, sum), voiceB, voiceA, va1, va2)
    speechEnergy = f32x4.add(speechEnergy, f32x4.mul(speechA, speechA))
    highEnergy = f32x4.add(highEnergy, f32x4.mul(highA, highA))
    voiceEnergy = f32x4.add(voiceEnergy, f32x4.mul(voiceA, voiceA))
    curve = v128.load(at, 16)
    speechB = next(curve, speechA, speechB, sa1, sa2)
    highB = next(curve, highA, highB, ha1, ha2)
    sum = f32x4.add(speechB, speechA)
    voiceB = next(f32x4.add(sum, newSum), voiceA, voiceB, va1, va2)
    speechEnergy = f32x4.add(speechEnergy, f32x4.mul(speechB, speechB))
    highEnergy = f32x4.add(highEnergy, f32x4.mul(highB, highB))
    voiceEnergy = f32x4.add(voiceEnergy, f32x4.mul(voiceB, voiceB))
  }
  if (at < end) {
    const curve = v128.load(at)
    const speech = next(curve, speechB, speechA, sa1, sa2)
    const high = next(curve, highB, highA, ha1, ha2)
    const voice = next(f32x4.add(f32x4.add(speech, speechB), sum), voiceB, voiceA, va1, va2)
    speechEnergy = f32x4.add(speechEnergy, f32x4.mul(speech, speech))
    highEnergy = f32x4.add(highEnergy, f32x4.mul(high, high))
    voiceEnergy = f32x4.add(voiceEnergy, f32x4.mul(voice, voice))
    speechA = speechB
    speechB = speech
    highA = highB
    highB = high
    voiceA = voiceB
    voiceB = voice
  }
  v128.store(OUTPUTS, speechA)
  v128.store(OUTPUTS, speechB, 16)
  v128.store(OUTPUTS, highA, 32)
  v128.store(OUTPUTS, highB, 48)
  v128.store(OUTPUTS, voiceA, 64)
  v128.store(OUTPUTS, voiceB, 80)
  v128.store(ENERGIES, speechEnergy)
  v128.store(ENERGIES, highEnergy, 16)
  v128.store(ENERGIES, voiceEnergy, 32)
}

/** `u[n] - a2 y[n-2] - a1 y[n-1]`, in this order. */
function next(u: v128, y1: v128, y2: v128, a1: v128, a2: v128): v128 {
  return f32x4.sub(f32x4.sub(u, f32x4.mul(a2, y2)), f32x4.mul(a1, y1))
}

/** Writes hop `index` of the four strips, of `count` values. Tiny outputs become 0. */
function endHop(channel: i32, index: i32, count: i32): void {
  const speech = v128.load(ENERGIES)
  const high = v128.load(ENERGIES, 16)
  const voice = v128.load(ENERGIES, 32)
  turnFour(hopOf(channel, 0, index), speech, high, voice, f32x4.splat(<f32>count), 16 * stripHops)
  const tiny = f32x4.splat(TINY)
  for (let at = OUTPUTS; at < ENERGIES; at += 16) {
    const kept = v128.load(at)
    v128.store(at, v128.andnot(kept, f32x4.lt(f32x4.abs(kept), tiny)))
  }
}
