import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { assert, must } from '../../base/assert'
import { mulberry32 } from '../../base/random'
import { frames, sampleRate } from '../../base/units'
import { corpus } from '../../testing/corpus'
import { fileSource } from '../../testing/fileSource'
import { AnalysisPass, type PassResult } from '../analysisPass'
import { EnvelopeLevels } from '../envelope'
import { type AudioFormat, bytesPerSample, ENCODINGS, type Encoding, isFloat } from '../format'
import { findPauses } from '../pauses'
import { readWavLayout } from '../riff/layout'
import { ModelMeter, type SampleMeter } from '../sampleMeter'
import { kernelBinary } from './kernelBinary'
import { isKernel, type Kernel, KernelMeter } from './kernelMeter'

let module: WebAssembly.Module

beforeAll(async () => {
  module = await WebAssembly.compile(Buffer.from(kernelBinary, 'base64'))
})

async function newKernel(): Promise<Kernel> {
  const { exports } = await WebAssembly.instantiate(module)
  assert(isKernel(exports), 'not the kernel')
  return exports
}

function formatOf(encoding: Encoding, channels: number, rate: number): AudioFormat {
  const size = bytesPerSample(encoding)
  return { encoding, channels, rate: sampleRate(rate), bytesPerFrame: size * channels, validBits: 8 * size }
}

const silentAt = (frame: number): boolean => frame % 7000 > 5000

/** Gains from -80 dBFS to full scale: a power for each sample takes longer than what is tested. */
const gains = Float64Array.from({ length: 256 }, (_, i) => 10 ** ((4 * i) / 256 - 4))

/** Loud, quiet and silent stretches; integers over their whole range, floats over full scale, denormal, and no numbers. */
function bytesOf(format: AudioFormat, length: number, random: () => number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length * format.bytesPerFrame)
  const { encoding, bytesPerFrame, channels } = format
  if (!isFloat(encoding)) {
    for (let frame = 0, at = 0; frame < length; frame++) {
      if (silentAt(frame)) at += bytesPerFrame
      else for (const end = at + bytesPerFrame; at < end; at++) bytes[at] = random() * 256
    }
    return bytes
  }
  const view = new DataView(bytes.buffer)
  const odd = [Number.NaN, Infinity, -Infinity, 1e30, -1e30, 1e-42, -0, 64, -64, 65, 1e300]
  const little = !encoding.endsWith('be')
  const single = bytesPerSample(encoding) === 4
  for (let i = 0; i < length * channels; i++) {
    const gain = (gains[Math.floor(random() * 256)] ?? 1) * (silentAt(Math.floor(i / channels)) ? 1e-30 : 1)
    const value = random() < 0.001 ? must(odd[Math.floor(random() * odd.length)], 'value') : (random() - 0.5) * gain
    if (single) view.setFloat32(4 * i, value, little)
    else view.setFloat64(8 * i, value, little)
  }
  return bytes
}

interface Outcome extends PassResult {
  readonly peaks: number[][]
}

function pass(format: AudioFormat, bytes: Uint8Array, kernel: Kernel | null, blockLength: () => number): Outcome {
  const run = new AnalysisPass(format, frames(bytes.length / format.bytesPerFrame), kernel)
  const peaks: number[][] = Array.from({ length: format.channels }, () => [])
  const take = (): void =>
    run.takePeaks().forEach((part, channel) => part.forEach((level) => peaks[channel]?.push(level)))
  let at = 0
  while (at + format.bytesPerFrame <= bytes.length) {
    const used = run.push(bytes.subarray(at, Math.min(bytes.length, at + format.bytesPerFrame + blockLength())))
    at += used
    if (used % 5 === 0) take()
  }
  const result = run.finish()
  take()
  return { ...result, peaks }
}

const channelCounts = [1, 2, 3, 4, 5, 6, 8]
const rates = [1000, 8000, 11_025, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000, 768_000]

describe('KernelMeter', () => {
  it.each(ENCODINGS)('finds what the model finds in %s, bit for bit, however it is split', async (encoding) => {
    for (let seed = 1; seed <= 24; seed++) {
      const random = mulberry32(seed * 7919 + encoding.length)
      const channels = must(channelCounts[seed % channelCounts.length], 'channels')
      const rate = must(rates[Math.floor(random() * rates.length)], 'rate')
      const format = formatOf(encoding, channels, rate)
      const bytes = bytesOf(format, 1 + Math.floor(random() ** 5 * 150_000), random)
      const expected = pass(format, bytes, null, () => bytes.length)
      const found = pass(format, bytes, await newKernel(), () => Math.floor(random() ** 4 * 300_000))
      expect(found, `seed ${seed}, ${channels} channels, ${rate} Hz`).toEqual(expected)
    }
  })

  it.each([1, 2, 255, 256, 257, 719, 720, 721, 32_767, 32_768, 32_769, 63_359, 63_360, 63_361, 126_721])(
    'finds what the model finds in %i frames',
    async (length) => {
      for (const channels of [1, 2, 3]) {
        const format = formatOf('s16', channels, 48_000)
        const bytes = bytesOf(format, length, mulberry32(length))
        const expected = pass(format, bytes, null, () => bytes.length)
        expect(pass(format, bytes, await newKernel(), () => bytes.length)).toEqual(expected)
      }
    },
  )

  it('rounds every 16-bit level to the nearest peak', async () => {
    const codes = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768)
    const samples = new Int16Array(65_536 * 256)
    for (const [i, code] of codes.entries()) samples.fill(code, 256 * i, 256 * (i + 1))
    const format = formatOf('s16', 1, 48_000)
    const bytes = new Uint8Array(samples.buffer)
    const { peaks } = pass(format, bytes, await newKernel(), () => bytes.length)
    expect(peaks[0]).toEqual([...codes].flatMap((code) => Array(2).fill(Math.floor((code / 32_768) * 32_767 + 0.5))))
  })

  it('rounds as the model does where a sum of doubles decides', async () => {
    // 8388864 * 2^-39 * 32767 = 0.5 - 2^-31, which disappears in the model's bias of 2^22
    const format = formatOf('f32', 1, 48_000)
    const bytes = new Uint8Array(new Float32Array(256).fill(8_388_864 * 2 ** -39).buffer)
    const { peaks } = pass(format, bytes, await newKernel(), () => bytes.length)
    expect(peaks).toEqual([[1, 1]])
    expect(pass(format, bytes, null, () => bytes.length).peaks).toEqual(peaks)
  })

  it.each([
    ['s24', 2, 48_000],
    ['f32', 3, 44_100],
    ['s16', 1, 96_000],
    ['f64', 5, 22_050],
  ] as const)('has the levels of %s, %i channels, %i Hz to the last bit', async (encoding, channels, rate) => {
    const format = formatOf(encoding, channels, rate)
    const length = Math.floor(8192 / channels)
    const meters: SampleMeter[] = [new ModelMeter(format), new KernelMeter(await newKernel(), format)]
    const found = meters.map((meter) => {
      const random = mulberry32(rate)
      const levels = new EnvelopeLevels(format.rate, 0)
      for (let block = 0; block < 40; block++) {
        meter.take(bytesOf(format, length, random), () => undefined)
        levels.add(meter.takeLevels())
      }
      meter.finish()
      levels.add(meter.takeLevels())
      return levels.since(0)
    })
    expect(found[1]).toEqual(found[0])
    expect(found[0]?.speech.length).toBeGreaterThan(100)
  })

  it('begins anew with each meter', async () => {
    const kernel = await newKernel()
    const format = formatOf('s24', 2, 44_100)
    const bytes = bytesOf(format, 10_001, mulberry32(3))
    const first = pass(format, bytes, kernel, () => 5000)
    expect(pass(format, bytes, kernel, () => bytes.length)).toEqual(first)
  })
})

describe.skipIf(corpus() === null)('KernelMeter on recordings', () => {
  it.each(['zoo', 'speech'])('finds the pauses that the model finds: %s', async (folder) => {
    const root = `${corpus()}/${folder}`
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.wav'))
    let compared = 0
    for (const name of names.slice(0, 40)) {
      const source = fileSource(`${root}/${name}`)
      const layout = await readWavLayout(source).catch(() => null)
      if (!layout) continue
      const { format, dataStart } = layout
      const length = Math.min(layout.frames, 40 * format.rate)
      const bytes = await source.read(dataStart, dataStart + length * format.bytesPerFrame)
      const expected = pass(format, bytes, null, () => bytes.length)
      const found = pass(format, bytes, await newKernel(), () => 1_000_003)
      expect(found.peaks).toEqual(expected.peaks)
      expect(findPauses(found.envelope)).toEqual(findPauses(expected.envelope))
      compared++
    }
    expect(compared).toBeGreaterThan(0)
  })
})

describe('kernelBinary', () => {
  it('is what the compiler makes of kernel.as', () => {
    const script = fileURLToPath(new URL('build.mjs', import.meta.url))
    const built = execFileSync(process.execPath, [script, '--print'], { encoding: 'utf8' })
    expect(built).toBe(readFileSync(new URL('kernelBinary.ts', import.meta.url), 'utf8'))
  })
})
