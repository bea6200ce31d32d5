import { expect } from '@playwright/test'
import type { EditorPage, Seconds, TestFile } from './editor'
import { differenceOf, readWav, rmsOf, samplesOf } from './wav'

/** One fix: what was selected when it was made, and what its insert takes up now, as the page shows both. */
export interface FixSpans {
  readonly replaced: Seconds
  readonly insert: Seconds
  /** Whether `replaced` was typed and stands exactly; the page shows other times to the millisecond. */
  readonly exact?: boolean
}

const resolution = 0.001

/**
 * Holds an export against its source: every sample outside the fix and every other chunk is the same byte for byte, the
 * length is that of the recording less what was replaced plus the insert, the insert is sound, and the browser's own
 * decoder reads the same.
 */
export async function expectOnlyTheFixChanged(
  editor: EditorPage,
  source: TestFile,
  exported: TestFile,
  { replaced, insert, exact = false }: FixSpans,
): Promise<void> {
  const before = readWav(source.bytes)
  const after = readWav(exported.bytes)
  expect(after).toMatchObject({ rate: before.rate, channels: before.channels, bits: before.bits })
  expect(after.chunks.map(({ id }) => id)).toEqual(before.chunks.map(({ id }) => id))
  for (const [index, { id, body }] of before.chunks.entries()) {
    if (id !== 'data') expect(after.chunks[index]?.body, `chunk “${id}”`).toEqual(body)
  }

  const { rate } = before
  const slack = (resolution / 2) * rate + 1
  const change = differenceOf(before, after)
  const edgeSlack = exact ? 0 : slack
  expect(change.start).toBeGreaterThanOrEqual(Math.round(replaced.start * rate) - edgeSlack)
  expect(change.start + change.removed).toBeLessThanOrEqual(Math.round(replaced.end * rate) + edgeSlack)
  const grown = insert.end - insert.start - (replaced.end - replaced.start)
  expect(Math.abs(after.frames - before.frames - grown * rate)).toBeLessThanOrEqual(4 * slack)

  const from = Math.ceil(insert.start * rate + slack)
  const to = Math.floor(insert.end * rate - slack)
  expect(rmsOf(samplesOf(after, from, to))).toBeGreaterThan(0.01)

  const channels = await editor.decoded(exported, rate)
  expect(channels.map(({ length }) => length)).toEqual(channels.map(() => after.frames))
  expect(channels).toHaveLength(after.channels)
  // decodeAudioData scales positive samples by one step less than negative ones.
  const own = samplesOf(after, 0, after.frames)
  const furthest = own.reduce((most, sample, at) => Math.max(most, Math.abs(sample - (channels[0]?.[at] ?? 2))), 0)
  expect(furthest).toBeLessThan(2 ** (2 - after.bits))
}
