import { describe, expect, it } from 'vitest'
import { pcmFrames } from '../audio/pcm'
import { wavFile } from '../audio/riff/header'
import { recordingRange, sampleRate } from '../base/units'
import { defaultJoin } from '../edit/joinSettings'
import { joinPlace } from '../testing/joinPlace'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import { buffersOf, prepareInsert, preparePlace, renderPrepared, runJoin } from './runJoin'

const rate = sampleRate(24_000)
const { recording } = syntheticSpeech({ seed: 6, rate, seconds: 6, roomDb: -55 })
const place = joinPlace(recording, rate, recordingRange(60_000, 72_000))

const takeBytes = (): Uint8Array => wavFile({ rate, channels: [recording.slice(60_000, 72_000)] }, 's16', null)

describe('runJoin', () => {
  it('gives an insert, its report and its peaks', async () => {
    const result = await runJoin({ take: takeBytes(), place, settings: defaultJoin })
    expect(result.report.insertFrames).toBe(pcmFrames(result.pcm))
    expect(result.pyramid.frames).toBe(pcmFrames(result.pcm))
    expect(result.pyramid.filled).toBe(pcmFrames(result.pcm))
  })

  it('closes a gap without a take', async () => {
    const { report } = await runJoin({ take: null, place, settings: defaultJoin })
    expect(report.kind).toBe('removal')
  })

  it('can be handed over: its memory is its own', async () => {
    const prepared = await prepareInsert(takeBytes(), preparePlace(place))
    const first = renderPrepared(prepared, defaultJoin)
    const buffers = buffersOf(first)
    expect(buffers).toContain(first.pcm.channels[0]?.buffer)
    const handedOver = structuredClone(first, { transfer: buffers })
    expect(renderPrepared(prepared, defaultJoin)).toEqual(handedOver)
  })

  it('refuses what is not a take', async () => {
    await expect(runJoin({ take: new Uint8Array(0), place, settings: defaultJoin })).rejects.toMatchObject({
      code: 'empty',
    })
  })
})
