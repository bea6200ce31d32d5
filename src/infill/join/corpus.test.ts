import { readdirSync } from 'node:fs'
import { join as path } from 'node:path'
import { describe, expect, it } from 'vitest'
import { envelopeOf } from '../../audio/envelope'
import { findPauses, type Pause } from '../../audio/pauses'
import { type Pcm, pcmFrames, slicePcm, toMono } from '../../audio/pcm'
import { readWavLayout } from '../../audio/riff/layout'
import { readFrames } from '../../audio/riff/read'
import { mulberry32 } from '../../base/random'
import { frames, recordingFrame, sampleRate } from '../../base/units'
import { defaultJoin } from '../../edit/joinSettings'
import { corpus } from '../../testing/corpus'
import { fileSource } from '../../testing/fileSource'
import { asService } from '../../testing/syntheticSpeech'
import { join } from './join'

const folder = corpus()
const insideSeconds = 0.025

async function readWav(file: string): Promise<Pcm> {
  const source = fileSource(file)
  const layout = await readWavLayout(source)
  return readFrames(source, layout, recordingFrame(0), layout.frames)
}

/** Spans between pauses that a user could fix: 0.4–6 s of speech with something left on both sides. */
function spans(pauses: readonly Pause[], length: number, rate: number): { left: Pause; right: Pause }[] {
  const usable = pauses.filter(({ start, end }) => start > rate && end < length - rate && end - start > 0.1 * rate)
  const found: { left: Pause; right: Pause }[] = []
  for (const [i, left] of usable.entries()) {
    const right = usable.slice(i + 1).find(({ start }) => start - left.end > 0.4 * rate)
    if (right !== undefined && right.start - left.end < 6 * rate) found.push({ left, right })
  }
  return found
}

const centile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN

describe.skipIf(folder === null)('self-infill on real speech', () => {
  it('gives level, floor, pauses and length back', async () => {
    const figures: Record<string, number[]> = { level: [], floor: [], step: [], left: [], right: [], length: [] }
    const random = mulberry32(1)
    const names = readdirSync(path(folder ?? '', 'speech')).filter((name) => name.endsWith('.wav'))
    for (const name of names) {
      const recording = await readWav(path(folder ?? '', 'speech', name))
      const { rate } = recording
      const length = pcmFrames(recording)
      const inside = Math.round(insideSeconds * rate)
      for (const { left, right } of spans(findPauses(envelopeOf(recording)), length, rate).slice(0, 4)) {
        const start = Math.max(left.start, left.end - inside)
        const end = Math.min(right.end, right.start + inside)
        const sent = asService(toMono(slicePcm(recording, start, end)), rate, {
          gainDb: -5 + 8 * random(),
          dc: 0.001,
          leadSeconds: 0.03 * random(),
          tailSeconds: 0.23 * random(),
        })
        const { report } = join(
          { rate: sampleRate(sent.rate), channels: [sent.samples] },
          {
            before: slicePcm(recording, Math.max(0, start - 10 * rate), start),
            head: slicePcm(recording, start, Math.min(end, start + rate)),
            tail: slicePcm(recording, Math.max(start, end - rate), end),
            after: slicePcm(recording, end, end + 10 * rate),
            pauseBefore: { outside: frames(start - left.start), inside: frames(left.end - start) },
            pauseAfter: { inside: frames(end - right.start), outside: frames(right.end - end) },
            replacedFrames: frames(end - start),
          },
          defaultJoin,
        )
        const error = ({ pauseMs, originalPauseMs }: typeof report.left) => pauseMs - (originalPauseMs ?? 0)
        figures.level?.push(Math.abs(report.levelDifferenceDb ?? 0))
        figures.floor?.push(Math.abs(report.floorDifferenceDb ?? 0))
        figures.step?.push(report.left.stepRatio ?? 0, report.right.stepRatio ?? 0)
        figures.left?.push(error(report.left))
        figures.right?.push(error(report.right))
        figures.length?.push((1000 * report.addedFrames) / rate)
      }
    }
    const size = (name: string, share: number) => centile(figures[name]?.map(Math.abs) ?? [], share)
    expect(figures.level?.length).toBeGreaterThan(50)
    expect([size('level', 0.5), size('level', 0.9)]).toSatisfy(([half = 9, most = 9]) => half < 0.2 && most < 1)
    expect([size('floor', 0.5), size('floor', 0.9)]).toSatisfy(([half = 9, most = 9]) => half < 1.5 && most < 6)
    expect(size('step', 1)).toBeLessThanOrEqual(1)
    expect([size('left', 0.9), size('right', 0.9)]).toSatisfy((sizes: number[]) => sizes.every((value) => value < 15))
    expect([size('length', 0.5), size('length', 0.9)]).toSatisfy(([half = 99, most = 99]) => half < 12 && most < 45)
  }, 120_000)
})
