import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FileLayout, readLayout } from '../audio/layout'
import { type Marker, type Markers, markersIn, readMarkers } from '../audio/markers'
import { memorySource } from '../audio/source'
import { must } from '../base/assert'
import { fixId } from '../base/ids'
import { frames, recordingRange } from '../base/units'
import { corpus } from '../testing/corpus'
import { emptyState } from '../testing/timelineModel'
import { ascii, chunk, formatChunk, joinBytes, riff, u32 } from '../testing/wav'
import { type ExportPlan, exportPlan } from './exportPlan'
import { newFix } from './fix'
import { applyFix } from './project'
import { originalTimeline, type Timeline, timelineOf } from './timeline'

const point = (id: number, frame: number): Uint8Array =>
  joinBytes(u32(id), u32(frame), ascii('data'), u32(0), u32(0), u32(frame))
const ltxt = (id: number, length: number): Uint8Array =>
  chunk('ltxt', joinBytes(u32(id), u32(length), ascii('rgn '), new Uint8Array(8)))
const label = (id: number, text: string): Uint8Array => chunk('labl', joinBytes(u32(id), ascii(`${text}\0`)))

/** A recording of 1000 frames with points at 100, 250, 300, 500 and a region of 100 frames at each of them. */
const marked = riff([
  formatChunk(),
  chunk('bext', new Uint8Array(602).fill(7)),
  chunk('PEAK', u32(1)),
  chunk('cue ', joinBytes(u32(4), point(1, 100), point(2, 250), point(3, 300), point(4, 500))),
  chunk('LIST', joinBytes(ascii('adtl'), label(2, 'inside'), ltxt(1, 100), ltxt(2, 100), ltxt(3, 100), ltxt(4, 100))),
  chunk('smpl', joinBytes(new Uint8Array(28), u32(1), u32(0), u32(9), u32(0), u32(150), u32(259), u32(0), u32(0))),
  chunk('data', new Uint8Array(2000)),
  chunk('LIST', ascii('INFOISFT\x04\0\0\0abc\0')),
])

/** The timeline in which `[start, end)` is replaced by `length` frames. */
const replacing = (total: number, start: number, end: number, length: number): Timeline => {
  const { project } = emptyState(frames(total))
  const fixed = applyFix(project, newFix(fixId('a'), recordingRange(start, end), ''))
  return timelineOf(fixed, new Map([[fixId('a'), frames(length)]]))
}

/** The exported file, inserts as zeros. */
function written({ parts }: ExportPlan, file: Uint8Array, layout: FileLayout): Uint8Array {
  return joinBytes(
    ...parts.map((part) => {
      if (part.kind === 'bytes') return part.bytes
      if (part.kind === 'copy') return file.slice(part.start, part.end)
      return new Uint8Array(part.kind === 'insert' ? part.length * layout.format.bytesPerFrame : 0)
    }),
  )
}

interface Exported {
  readonly plan: ExportPlan
  readonly layout: FileLayout
  readonly markers: readonly Marker[]
  readonly bytes: Uint8Array
}

async function exported(file: Uint8Array, timeline: (layout: FileLayout) => Timeline): Promise<Exported> {
  const source = memorySource(file)
  const layout = await readLayout(source)
  const markers: Markers = await readMarkers(source, layout)
  const plan = exportPlan(layout, timeline(layout), [], markers)
  const bytes = written(plan, file, layout)
  const after = memorySource(bytes)
  const again = await readLayout(after)
  expect(again.notes).toEqual([])
  return { plan, layout: again, markers: markersIn(await readMarkers(after, again)), bytes }
}

const frameAndLength = (markers: readonly Marker[]): number[][] => markers.map(({ frame, length }) => [frame, length])

const be = (value: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, i) => value / 2 ** (8 * (bytes - 1 - i)))

describe('metadata of an edited file', () => {
  it('is read for showing', async () => {
    const source = memorySource(marked)
    const markers = markersIn(await readMarkers(source, await readLayout(source)))
    expect(markers).toEqual([
      { frame: 100, length: 100, label: '' },
      { frame: 150, length: 110, label: 'loop' },
      { frame: 250, length: 100, label: 'inside' },
      { frame: 300, length: 100, label: '' },
      { frame: 500, length: 100, label: '' },
    ])
  })

  it('moves with the frames it belongs to, and says what lay inside', async () => {
    const { plan, markers, layout } = await exported(marked, () => replacing(1000, 200, 300, 130))
    expect(frameAndLength(markers)).toEqual([
      [100, 100],
      [150, 180],
      [200, 180],
      [330, 100],
      [530, 100],
    ])
    expect(plan.metadata).toEqual({
      moved: 3,
      atSeam: [{ label: 'inside', from: 250, to: 200 }],
      unread: [],
      dropped: ['PEAK'],
    })
    expect(layout.chunks.map(({ id }) => id)).toEqual(['fmt ', 'bext', 'cue ', 'LIST', 'smpl', 'data', 'LIST'])
  })

  it('moves back with a cut and keeps regions from becoming negative', async () => {
    const { markers } = await exported(marked, () => replacing(1000, 200, 550, 0))
    expect(frameAndLength(markers)).toEqual([
      [100, 100],
      [150, 50],
      [200, 0],
      [200, 0],
      [200, 50],
    ])
  })

  it('keeps every byte of other chunks, and of all of them when nothing is edited (T4)', async () => {
    const same = await exported(marked, (layout) => originalTimeline(layout.frames))
    expect(same.bytes).toEqual(marked)
    const { layout, bytes } = await exported(marked, () => replacing(1000, 0, 1, 5))
    const body = (id: string): Uint8Array => {
      const found = must(
        layout.chunks.findLast((chunk) => chunk.id === id),
        id,
      )
      return bytes.subarray(found.bodyStart, found.bodyEnd)
    }
    expect(body('bext')).toEqual(new Uint8Array(602).fill(7))
    expect(body('LIST')).toEqual(ascii('INFOISFT\x04\0\0\0abc\0'))
  })

  it('leaves what is too large to read as it is, and says so', async () => {
    const big = riff([formatChunk(), chunk('data', new Uint8Array(2000)), chunk('cue ', new Uint8Array(17 * 2 ** 20))])
    const { plan } = await exported(big, () => replacing(1000, 200, 300, 130))
    expect(plan.metadata.unread).toEqual(['cue '])
  })

  it('moves the markers of an AIFF', async () => {
    const part = (id: string, body: Uint8Array): Uint8Array =>
      joinBytes(ascii(id), be(body.length, 4), body, new Uint8Array(body.length % 2))
    const mark = (id: number, frame: number, name: string): Uint8Array =>
      joinBytes(be(id, 2), be(frame, 4), be(name.length, 1), ascii(name), new Uint8Array((name.length + 1) % 2))
    const rate = Uint8Array.of(0x40, 0x0e, 0xbb, 0x80, 0, 0, 0, 0, 0, 0)
    const body = joinBytes(
      ascii('AIFF'),
      part('COMM', joinBytes(be(1, 2), be(1000, 4), be(16, 2), rate)),
      part('MARK', joinBytes(be(9, 2), mark(1, 100, 'even'), mark(2, 250, 'odd'), mark(3, 400, ''))),
      part('SSND', new Uint8Array(2008)),
    )
    const { markers, plan } = await exported(joinBytes(ascii('FORM'), be(body.length, 4), body), () =>
      replacing(1000, 200, 300, 130),
    )
    expect(markers.map(({ frame, label }) => [frame, label])).toEqual([
      [100, 'even'],
      [200, 'odd'],
      [430, ''],
    ])
    expect(plan.metadata.atSeam).toEqual([{ label: 'odd', from: 250, to: 200 }])
  })
})

const folder = corpus()
describe.skipIf(folder === null)('metadata of real writers', () => {
  it.each(['meta_before_data', 'meta_after_data'])('%s: cue points move with an edit before them', async (name) => {
    const file = new Uint8Array(readFileSync(join(folder ?? '', `zoo/${name}.wav`)))
    const { markers, plan, layout, bytes } = await exported(file, ({ frames }) =>
      replacing(frames, 20_000, 22_000, 2777),
    )
    expect(markers).toEqual([
      { frame: 16_200, length: 0, label: 'first' },
      { frame: 16_200, length: 32_400 + 777 + 1 - 16_200, label: 'loop' },
      { frame: 32_400 + 777, length: 0, label: 'zweiter Schnitt é' },
    ])
    expect(plan.metadata).toEqual({ moved: 1, atSeam: [], unread: [], dropped: [] })
    const before = await readLayout(memorySource(file))
    const kept = ['bext', 'iXML', 'id3 ', 'JUNK']
    for (const id of kept) {
      const [old, now] = [before, layout].map(({ chunks }) => chunks.find((chunk) => chunk.id === id))
      expect(bytes.subarray(now?.offset, now?.end)).toEqual(file.subarray(old?.offset, old?.end))
    }
  })

  it('takes a cue count of four billion for the two that are there', async () => {
    const source = memorySource(new Uint8Array(readFileSync(join(folder ?? '', 'hostile/cue_count_huge.wav'))))
    expect(markersIn(await readMarkers(source, await readLayout(source))).length).toBeLessThanOrEqual(2)
  })
})
