import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wavFile } from '../audio/riff/header'
import { recordingRange, sampleRate } from '../base/units'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import { pausesOf, type Recording, readFinite, withRecording } from './recording'
import { spanOf } from './span'
import { writeFixed } from './writeFixed'

const rate = sampleRate(24_000)
const { recording: samples } = syntheticSpeech({ seed: 4, rate, seconds: 8, roomDb: -55 })
const insert = { rate, channels: [new Float32Array(50)] }

let folder = ''
const at = (name: string) => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pickup-cli-'))
  const bytes = wavFile({ rate, channels: [samples] }, 'f32', null)
  const view = new DataView(bytes.buffer, bytes.length - 4 * samples.length)
  for (const [i, value] of [Number.NaN, Number.POSITIVE_INFINITY, 0.5].entries()) {
    view.setFloat32(4 * (100 + i), value, true)
  }
  writeFileSync(at('in.wav'), bytes)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The recording, whose file has become shorter since it was opened. */
const cutShort = ({ file, layout }: Recording): Recording => ({
  layout,
  file: { ...file, read: async (start, end) => (await file.read(start, end)).subarray(0, end - start - 1) },
})

describe('a recording on disk', () => {
  it('gives 0 for what is no number, and no more frames than there are', async () => {
    await withRecording(at('in.wav'), async (recording) => {
      expect((await readFinite(recording, 100, 103)).channels).toEqual([Float32Array.of(0, 0, 0.5)])
      expect((await readFinite(recording, -5, 3)).channels[0]).toHaveLength(3)
      expect((await readFinite(recording, samples.length, samples.length + 9)).channels[0]).toHaveLength(0)
    })
  })

  it('says that its file was changed, and leaves nothing half written', async () => {
    await withRecording(at('in.wav'), async (whole) => {
      const recording = cutShort(whole)
      const changed = { code: 'file-changed' }
      await expect(readFinite(recording, 0, 10)).rejects.toMatchObject(changed)
      await expect(writeFixed(at('out.wav'), recording, recordingRange(10, 20), insert)).rejects.toMatchObject(changed)
    })
    expect(existsSync(at('out.wav'))).toBe(false)
    expect(readdirSync(folder)).toEqual(['in.wav'])
  })

  it('is written with zeros for what is no number, as the page exports it, and every other sample as it is', async () => {
    await withRecording(at('in.wav'), async (recording) => {
      const { file, layout } = recording
      const written = await writeFixed(at('out.wav'), recording, recordingRange(1000, 1050), insert)
      expect(written).toEqual({ length: samples.length, damaged: 2 })
      const [before, after] = [await file.read(0, file.size), new Uint8Array(readFileSync(at('out.wav')))]
      const byte = (frame: number) => layout.dataStart + 4 * frame
      expect(after.slice(byte(100), byte(102))).toEqual(new Uint8Array(8))
      after.set(before.slice(byte(100), byte(102)), byte(100))
      after.set(before.slice(byte(1000), byte(1050)), byte(1000))
      expect(Buffer.compare(after, before)).toBe(0)
    })
    rmSync(at('out.wav'))
  })

  it('finds the pauses of a part where they are in the whole', async () => {
    await withRecording(at('in.wav'), async (recording) => {
      const [from, to] = [2 * rate, 6 * rate]
      const inside = (await pausesOf(recording)).filter(({ start, end }) => start > from + rate && end < to - rate)
      const part = await pausesOf(recording, from, to)
      expect(inside.length).toBeGreaterThan(0)
      for (const { start, end } of inside) {
        expect(part.some((pause) => Math.abs(pause.start - start) < 480 && Math.abs(pause.end - end) < 480)).toBe(true)
      }
    })
  })

  it.each([
    ['usage', 'no time', 'now', '2'],
    ['usage', 'no time', '1', 'later'],
    ['usage', 'lies behind', '2', '1'],
    ['refused', 'ends at 0:00:08', '1', '99'],
  ])('refuses a span with the reason: %s, %s', async (code, said, from, to) => {
    await withRecording(at('in.wav'), async (recording) => {
      const refused = expect.objectContaining({ code, message: expect.stringContaining(said) })
      expect(() => spanOf({ from, to }, recording)).toThrow(refused)
    })
  })
})
