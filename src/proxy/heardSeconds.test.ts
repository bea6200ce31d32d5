import { expect, test } from 'vitest'
import { newFormat, wavFile, wavHeader } from '../audio/riff/header'
import { sampleRate } from '../base/units'
import { heardSeconds } from './heardSeconds'

const rate = sampleRate(16_000)
const file = (encoding: 's16' | 's24' | 'f32' | 'alaw', channels: number) =>
  Buffer.from(
    wavFile({ rate, channels: Array.from({ length: channels }, () => new Float32Array(160_000)) }, encoding, null),
  )
const seconds = (bytes: Buffer) => heardSeconds(bytes.subarray(0, 4096), bytes.length)
/** A WAV of ten seconds with 32 000 bytes each, with changes to its head. */
const changed = (change: (bytes: Buffer) => void) => {
  const bytes = file('s16', 1)
  change(bytes)
  return bytes
}

test.each([
  ['s16', 1],
  ['s24', 2],
  ['f32', 2],
  ['alaw', 1],
  ['s16', 6],
] as const)('a WAV of %s in %i channels is as long as it is', (encoding, channels) => {
  expect(seconds(file(encoding, channels))).toBeCloseTo(10, 1)
})

test('the byte rate that a client made up does not count', () => {
  expect(seconds(changed((bytes) => bytes.writeUInt32LE(0xffffffff, 28)))).toBeCloseTo(10, 1)
})

test('neither does a frame that is larger than its samples, nor one that is smaller makes it shorter', () => {
  expect(seconds(changed((bytes) => bytes.writeUInt16LE(60_000, 32)))).toBeCloseTo(10, 1)
  expect(seconds(changed((bytes) => bytes.writeUInt16LE(1, 32)))).toBeCloseTo(20, 1)
})

test('a slow rate makes it long', () => {
  expect(seconds(changed((bytes) => bytes.writeUInt32LE(100, 24)))).toBeCloseTo(1600, 0)
})

const fmt = Buffer.from(wavHeader(newFormat('s16', sampleRate(192_000), 8), 0)).subarray(12, 60)
const afterHead = (bytes: Buffer, more: Buffer) => Buffer.concat([bytes.subarray(0, 12), more, bytes.subarray(12)])
const junk = (size: number, body = Buffer.alloc(size)) => {
  const head = Buffer.from('JUNK\0\0\0\0', 'latin1')
  head.writeUInt32LE(size, 4)
  return Buffer.concat([head, body])
}

test('a format hidden in another chunk is not read, and chunks in front of the format are passed', () => {
  expect(seconds(afterHead(file('s16', 1), junk(fmt.length, fmt)))).toBeCloseTo(10, 1)
})

test.each([
  ['an MP3', changed((bytes) => bytes.write('ID3', 0))],
  ['no WAVE', changed((bytes) => bytes.write('AVI ', 8))],
  ['compressed samples', changed((bytes) => bytes.writeUInt16LE(2, 20))],
  ['two formats', afterHead(file('s16', 1), fmt)],
  ['a format behind the samples', changed((bytes) => bytes.write('data', 12))],
  ['a rate of nothing', changed((bytes) => bytes.writeUInt32LE(0, 24))],
  ['a format too far from the start', afterHead(file('s16', 1), junk(5000))],
])('%s is taken for the thinnest speech', (_, bytes) => {
  expect(seconds(bytes)).toBe(bytes.length / 1000)
})

test('any bytes have a length', () => {
  for (let size = 0; size < 80; size++) {
    const bytes = file('s24', 2).subarray(0, size)
    expect(seconds(bytes)).toBeGreaterThanOrEqual(0)
    expect(seconds(bytes)).toBeLessThan(10)
  }
})
