import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { channels, frameBytes, rate, seeded, speechLike } from './sound.mjs'

/**
 * A file to measure on.
 *
 * @typedef {{ readonly minutes: number, readonly path: string, readonly bytes: number }} Recording
 */

const blockSeconds = 60
/** A plain WAV of this format holds no more: its sizes are 32-bit numbers. */
export const mostMinutes = 240

/**
 * Writes a stereo WAV of 24 bits at 48 kHz for each length. Each minute is the same minute begun at another place. The
 * files are on the disk when this returns, so that writing them does not disturb what is measured.
 *
 * @param {string} folder
 * @param {readonly number[]} lengths minutes
 * @returns {Recording[]}
 */
export function makeRecordings(folder, lengths) {
  const block = speechLike(blockSeconds, 1)
  return lengths.map((minutes) => {
    const path = join(folder, `${minutes} minutes.wav`)
    return { minutes, path, bytes: writeRecording(path, block, minutes) }
  })
}

function writeRecording(path, block, minutes) {
  const random = seeded(minutes)
  const file = openSync(path, 'w')
  try {
    let bytes = writeSync(file, header(block.length * minutes))
    for (let minute = 0; minute < minutes; minute++) {
      const cut = Math.floor(random() * blockSeconds * rate) * frameBytes
      bytes += writeSync(file, block.subarray(cut))
      bytes += writeSync(file, block.subarray(0, cut))
    }
    fsyncSync(file)
    return bytes
  } finally {
    closeSync(file)
  }
}

function header(dataBytes) {
  const bytes = Buffer.alloc(44)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(36 + dataBytes, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(channels, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(rate * frameBytes, 28)
  bytes.writeUInt16LE(frameBytes, 32)
  bytes.writeUInt16LE((8 * frameBytes) / channels, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(dataBytes, 40)
  return bytes
}
