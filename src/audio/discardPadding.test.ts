import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { corpus } from '../testing/corpus'
import { fileSource } from '../testing/fileSource'
import { joinBytes } from '../testing/wav'
import { readDiscardPadding } from './discardPadding'
import { memorySource } from './source'

const element = (id: readonly number[], body: Uint8Array): Uint8Array =>
  joinBytes(Uint8Array.from(id), Uint8Array.of(0x40 | (body.length >> 8), body.length & 255), body)
const cluster = (...blocks: readonly Uint8Array[]): Uint8Array =>
  element([0x1f, 0x43, 0xb6, 0x75], joinBytes(...blocks))
const simple = element([0xa3], Uint8Array.of(0x81, 0, 0, 0x80, 0x75, 0xa2, 0x83, 1, 2, 3))
const group = (...padding: readonly number[]): Uint8Array =>
  element(
    [0xa0],
    joinBytes(
      element([0xa1], Uint8Array.of(0x81, 0, 0, 0, 9, 9)),
      padding.length === 0 ? new Uint8Array(0) : element([0x75, 0xa2], Uint8Array.from(padding)),
    ),
  )
const read = (bytes: Uint8Array): Promise<number> => readDiscardPadding(memorySource(bytes))

describe('readDiscardPadding', () => {
  it('reads what the last block of the last cluster asks for', async () => {
    const cues = element([0x1c, 0x53, 0xbb, 0x6b], Uint8Array.of(0x75, 0xa2, 0x81, 1))
    expect(await read(joinBytes(cluster(group(7)), cluster(simple, group(0x35, 0x67, 0xe0)), cues))).toBe(3_500_000)
    expect(await read(cluster(group(1, 0), simple))).toBe(0)
    expect(await read(cluster(group(1, 0), group()))).toBe(0)
    expect(await read(cluster(group(0xff)))).toBe(0)
  })

  it('reads clusters of unknown size, as live recorders write them', async () => {
    const live = Uint8Array.of(0x1f, 0x43, 0xb6, 0x75, 0x01, 255, 255, 255, 255, 255, 255, 255)
    expect(await read(joinBytes(live, simple, live, simple, group(0x10)))).toBe(16)
  })

  it('stands bytes that mean nothing', async () => {
    const random = mulberry32(5)
    for (let round = 0; round < 500; round++) {
      const noise = Uint8Array.from({ length: Math.floor(random() * 60) }, () => random() * 256)
      expect(await read(joinBytes(Uint8Array.of(0x1f, 0x43, 0xb6, 0x75), noise))).toBeGreaterThanOrEqual(0)
    }
    expect(await read(new Uint8Array(0))).toBe(0)
  })

  const folder = corpus()
  it.skipIf(folder === null).each(['opus_stereo.webm', 'opus_live_no_duration.webm'])('reads %s', async (name) => {
    expect(await readDiscardPadding(fileSource(join(folder ?? '', 'zoo', name)))).toBe(3_500_000)
  })
})
