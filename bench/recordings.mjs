import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { frameBytes, seeded, speechLike } from './sound.mjs'

/**
 * A file to measure on.
 *
 * @typedef {object} Recording
 * @property {number} minutes
 * @property {'mono' | 'stereo'} kind
 * @property {string} path
 * @property {number} bytes
 */

/** What is recorded: the least that is usual, and the most. */
const formats = {
  mono: { rate: 44_100, channels: 1, bits: 16 },
  stereo: { rate: 48_000, channels: 2, bits: 24 },
}
/** The same in words. */
export const formatWords = 'Mono is 44.1 kHz, 16 bits; stereo is 48 kHz, 24 bits.'

const blockSeconds = 60
/** A plain WAV holds no more of the largest: its sizes are 32-bit numbers. */
export const mostMinutes = 240

/**
 * Writes a WAV of each format for each length. Each minute is the same minute begun at another place. The files are on the
 * disk when this returns, so that writing them does not disturb what is measured.
 *
 * @param {string} folder
 * @param {readonly number[]} lengths minutes
 * @param {readonly string[]} [kinds] mono, stereo, or both
 * @returns {Recording[]} by length, then by format, as `lengths` has them
 */
export function makeRecordings(folder, lengths, kinds = Object.keys(formats)) {
  const blocks = Object.entries(formats)
    .filter(([kind]) => kinds.includes(kind))
    .map(([kind, format]) => ({ kind, format, block: speechLike(blockSeconds, 1, format) }))
  return lengths.flatMap((minutes) =>
    blocks.map(({ kind, format, block }) => {
      const path = join(folder, `${minutes} minutes ${kind}.wav`)
      return { minutes, kind, path, bytes: writeRecording(path, format, block, minutes) }
    }),
  )
}

function writeRecording(path, format, block, minutes) {
  const random = seeded(minutes)
  const file = openSync(path, 'w')
  try {
    let bytes = writeSync(file, header(format, block.length * minutes))
    for (let minute = 0; minute < minutes; minute++) {
      const cut = Math.floor(random() * blockSeconds * format.rate) * frameBytes(format)
      bytes += writeSync(file, block.subarray(cut))
      bytes += writeSync(file, block.subarray(0, cut))
    }
    fsyncSync(file)
    return bytes
  } finally {
    closeSync(file)
  }
}

function header(format, dataBytes) {
  const { rate, channels, bits } = format
  const bytes = Buffer.alloc(44)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(36 + dataBytes, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(channels, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(rate * frameBytes(format), 28)
  bytes.writeUInt16LE(frameBytes(format), 32)
  bytes.writeUInt16LE(bits, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(dataBytes, 40)
  return bytes
}
