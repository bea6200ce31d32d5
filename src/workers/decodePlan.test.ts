import { expect, it } from 'vitest'
import { ascii, joinBytes } from '../testing/wav'
import { mendedDescription, readStreamInfo } from './decodePlan'

/** A description as demuxers give it: the word, a block header, and STREAMINFO of 24 bits, stereo, 48 kHz, 2^32 + 5 frames. */
const description = (smallest: number, largest: number): Uint8Array =>
  joinBytes(
    ascii('fLaC'),
    Uint8Array.of(0x80, 0, 0, 34, smallest >> 8, smallest & 255, largest >> 8, largest & 255),
    new Uint8Array(6),
    Uint8Array.of(0x0b, 0xb8, 0x03, 0x71, 0, 0, 0, 5),
    new Uint8Array(16),
  )

it('reads depth and length of a FLAC', () => {
  expect(readStreamInfo(description(4096, 4096))).toEqual({ depth: 24, frames: 2 ** 32 + 5 })
  expect(readStreamInfo(description(4096, 4096).subarray(8))).toEqual({ depth: 24, frames: 2 ** 32 + 5 })
  expect(readStreamInfo(new Uint8Array(20))).toBeNull()
})

it('mends block sizes that decoders refuse, and no others', () => {
  expect(mendedDescription(description(4096, 4608))).toEqual(description(4096, 4608))
  expect(mendedDescription(description(0, 4096))).toEqual(description(4096, 4096))
  expect(mendedDescription(description(0, 1))).toEqual(description(16, 16))
  expect(mendedDescription(new Uint8Array(20))).toEqual(new Uint8Array(20))
})
