import { describe, expect, it } from 'vitest'
import { pcmFrames } from '../audio/pcm'
import { wavFile } from '../audio/riff/header'
import { frames, sampleRate } from '../base/units'
import { defaultJoin } from '../edit/joinSettings'
import type { Surroundings } from '../infill/join/surroundings'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import { buffersOf, runJoin } from './runJoin'

const rate = sampleRate(24_000)
const { recording } = syntheticSpeech({ seed: 6, rate, seconds: 6, roomDb: -55 })
const cut = (start: number, end: number) => ({ rate, channels: [recording.slice(start, end)] })
const surroundings: Surroundings = {
  before: cut(0, 60_000),
  head: cut(60_000, 72_000),
  tail: cut(60_000, 72_000),
  after: cut(72_000, 140_000),
  pauseBefore: null,
  pauseAfter: null,
  replacedFrames: frames(12_000),
}

const takeBytes = (): Uint8Array => wavFile({ rate, channels: [recording.slice(60_000, 72_000)] }, 's16', null)

describe('runJoin', () => {
  it('gives an insert, its report and its peaks', async () => {
    const result = await runJoin({ take: takeBytes(), surroundings, settings: defaultJoin })
    expect(result.report.insertFrames).toBe(pcmFrames(result.pcm))
    expect(result.pyramid.frames).toBe(pcmFrames(result.pcm))
    expect(result.pyramid.filled).toBe(pcmFrames(result.pcm))
  })

  it('closes a gap without a take', async () => {
    const { report } = await runJoin({ take: null, surroundings, settings: defaultJoin })
    expect(report.kind).toBe('removal')
  })

  it('can be handed over: its memory is its own', async () => {
    const result = await runJoin({ take: takeBytes(), surroundings, settings: defaultJoin })
    const buffers = buffersOf(result)
    expect(buffers).toContain(result.pcm.channels[0]?.buffer)
    const { before, head, tail, after } = surroundings
    for (const { channels } of [before, head, tail, after]) expect(buffers).not.toContain(channels[0]?.buffer)
  })

  it('refuses what is not a take', async () => {
    await expect(runJoin({ take: new Uint8Array(0), surroundings, settings: defaultJoin })).rejects.toMatchObject({
      code: 'empty',
    })
  })
})
