import { describe, expect, it } from 'vitest'
import { bytesPerSample, type Encoding } from '../audio/format'
import { readWavLayout, type WavLayout } from '../audio/riff/layout'
import { memorySource } from '../audio/source'
import { assertNever, must } from '../base/assert'
import { type FixId, fixId } from '../base/ids'
import { mulberry32 } from '../base/random'
import { type Frames, frames, type RecordingRange, recordingRange } from '../base/units'
import { overSeedsAsync } from '../testing/seeds'
import { between, type EditState, emptyState, heardFrames, randomEdit } from '../testing/timelineModel'
import { ascii, chunk, formatChunk, joinBytes } from '../testing/wav'
import { type ExportPlan, exportPlan, partSize } from './exportPlan'
import { newFix } from './fix'
import { applyFix } from './project'
import { originalTimeline, timelineOf } from './timeline'

const encodings: readonly Encoding[] = ['u8', 's16', 's24', 's32', 'f32', 'f64']

function randomBytes(random: () => number, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256))
}

/** A WAV of random bytes as samples, with odd and even chunks around them. */
function randomWav(random: () => number, encoding: Encoding, length: number): Uint8Array {
  const channels = between(random, 1, 3)
  const bits = bytesPerSample(encoding) * 8
  const other = (id: string): Uint8Array =>
    random() < 0.5 ? chunk(id, randomBytes(random, between(random, 0, 9))) : new Uint8Array(0)
  const body = joinBytes(
    other('bext'),
    formatChunk({ tag: encoding.startsWith('f') ? 3 : 1, channels, bits }),
    other('JUNK'),
    chunk('data', randomBytes(random, (length * channels * bits) / 8)),
    other('LIST'),
    other('id3 '),
  )
  return chunk('RIFF', joinBytes(ascii('WAVE'), body))
}

/** The frame `index` of an insert as bytes that tell which it is. */
const insertFrame = (fix: FixId, index: number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, byte) => (fix.charCodeAt(0) * 31 + index * 7 + byte) % 256)

/** What repairing does to a frame, as far as these tests go. */
const repairedFrame = (frame: Uint8Array): Uint8Array => frame.map((byte) => 255 - byte)

/** The exported file in memory. */
function written({ parts }: ExportPlan, file: Uint8Array, layout: WavLayout): Uint8Array {
  const size = layout.format.bytesPerFrame
  const pieces = parts.map((part) => {
    switch (part.kind) {
      case 'bytes':
        return part.bytes
      case 'copy':
        return file.slice(part.start, part.end)
      case 'insert':
        return joinBytes(
          ...Array.from({ length: part.length }, (_, index) => insertFrame(part.fix, part.start + index, size)),
        )
      case 'repair':
        return repairedFrame(
          file.slice(layout.dataStart + part.range.start * size, layout.dataStart + part.range.end * size),
        )
      default:
        return assertNever(part)
    }
  })
  expect(pieces.map((piece) => piece.length)).toEqual(parts.map((part) => partSize(part, layout)))
  return joinBytes(...pieces)
}

/** The samples of the exported file, frame by frame. */
function expectedSamples(
  { project, inserts }: EditState,
  file: Uint8Array,
  layout: WavLayout,
  repairs: readonly RecordingRange[],
): Uint8Array {
  const size = layout.format.bytesPerFrame
  return joinBytes(
    ...heardFrames(project, inserts).map((heard) => {
      const [source = '', name] = heard.split(' ')
      const index = Number(name)
      if (source !== 'recording') return insertFrame(fixId(source), index, size)
      const frame = file.slice(layout.dataStart + index * size, layout.dataStart + (index + 1) * size)
      return repairs.some(({ start, end }) => start <= index && index < end) ? repairedFrame(frame) : frame
    }),
  )
}

const bodyOf = (file: Uint8Array, layout: WavLayout, id: string): Uint8Array => {
  const { bodyStart, bodyEnd } = must(
    layout.chunks.find((chunk) => chunk.id === id),
    id,
  )
  return file.slice(bodyStart, bodyEnd)
}

describe('exportPlan, expanded byte by byte', () => {
  it('is the recording outside the fixes and the inserts inside, every other chunk kept (T4, T6)', async () => {
    await overSeedsAsync(240, async (random, seed) => {
      const file = randomWav(random, must(encodings[seed % encodings.length], 'encoding'), between(random, 1, 40))
      const layout = await readWavLayout(memorySource(file))
      let state = emptyState(layout.frames)
      for (let step = between(random, 1, 8); step > 0; step--) state = randomEdit(state, random, String(step))
      const timeline = timelineOf(state.project, state.inserts)
      if (timeline.length === 0) return
      const repairs = Array.from({ length: between(random, 0, 3) }, () => {
        const start = between(random, 0, layout.frames)
        return recordingRange(start, between(random, start, layout.frames))
      })
      const plan = exportPlan(layout, timeline, repairs)
      const exported = written(plan, file, layout)
      expect(exported.length).toBe(plan.size)
      const after = await readWavLayout(memorySource(exported))
      expect(after.frames).toBe(timeline.length)
      expect(after.format).toEqual(layout.format)
      expect(after.notes).toEqual([])
      expect(bodyOf(exported, after, 'data')).toEqual(expectedSamples(state, file, layout, repairs))
      expect(after.chunks.map(({ id }) => id)).toEqual(layout.chunks.map(({ id }) => id))
      for (const { id } of layout.chunks.filter((chunk) => chunk.id !== 'data')) {
        expect(bodyOf(exported, after, id)).toEqual(bodyOf(file, layout, id))
      }
      plan.parts.forEach((part, index) => {
        const next = plan.parts[index + 1]
        expect(part.kind === 'copy' && next?.kind === 'copy' && part.end === next.start).toBe(false)
      })
    })
  })

  it('without fixes is the same file, in a few copies', async () => {
    await overSeedsAsync(60, async (random, seed) => {
      const file = randomWav(random, must(encodings[seed % encodings.length], 'encoding'), between(random, 1, 40))
      const layout = await readWavLayout(memorySource(file))
      const plan = exportPlan(layout, originalTimeline(layout.frames), [])
      expect(written(plan, file, layout)).toEqual(file)
      const spanning = plan.parts.filter(
        (part) => part.kind === 'copy' && part.start <= layout.dataStart && part.end >= file.length,
      )
      expect(spanning).toHaveLength(1)
      expect(plan.parts.length).toBeLessThanOrEqual(8)
    })
  })

  it('does not grow with the recording', async () => {
    const file = randomWav(mulberry32(1), 's16', 10)
    const small = await readWavLayout(memorySource(file))
    const long: Frames = frames(2 ** 33)
    const { project } = emptyState(long)
    const fixed = applyFix(project, newFix(fixId('a'), recordingRange(2 ** 32, 2 ** 32 + 10), ''))
    const layout = { ...small, frames: long }
    const plan = exportPlan(layout, timelineOf(fixed, new Map([[fixId('a'), frames(7)]])), [])
    expect(plan.parts.length).toBeLessThan(12)
    const samples = plan.parts.filter(
      (part) => part.kind === 'insert' || (part.kind === 'copy' && part.end > file.length),
    )
    expect(samples.reduce((sum, part) => sum + partSize(part, layout), 0)).toBeGreaterThanOrEqual(
      (long - 3) * layout.format.bytesPerFrame,
    )
  })

  it('refuses a timeline of another recording', async () => {
    const layout = await readWavLayout(memorySource(randomWav(mulberry32(1), 's16', 10)))
    expect(() => exportPlan(layout, originalTimeline(frames(11)), [])).toThrow('different recordings')
  })
})
