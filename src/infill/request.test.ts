import { describe, expect, it } from 'vitest'
import type { Pcm } from '../audio/pcm'
import { readWavLayout } from '../audio/riff/layout'
import { readFrames } from '../audio/riff/read'
import { memorySource } from '../audio/source'
import { must } from '../base/assert'
import { recordingFrame, type SampleRate, sampleRate } from '../base/units'
import { buildRequest, requestRate } from './request'

const tone = (rate: SampleRate, gains: readonly number[], seconds = 0.5): Pcm => ({
  rate,
  channels: gains.map((gain) =>
    Float32Array.from({ length: seconds * rate }, (_, index) => gain * Math.sin((2 * Math.PI * 440 * index) / rate)),
  ),
})

const said = { text: ' the  fourteenth\n', language: 'en', voiceId: 'voice' }

async function opened(bytes: Uint8Array) {
  const source = memorySource(bytes)
  const layout = await readWavLayout(source)
  const pcm = await readFrames(source, layout, recordingFrame(0), layout.frames)
  const samples = must(pcm.channels[0], 'samples')
  return { format: layout.format, samples, peak: samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0) }
}

describe('buildRequest', () => {
  it('asks for a float WAV at the recording’s rate and sends 16-bit mono contexts', async () => {
    const rate = sampleRate(44100)
    const { fields, files } = buildRequest({
      ...said,
      left: tone(rate, [0.5, 0.3]),
      right: tone(rate, [0.2, 0.2]),
      rate,
    })
    expect(Object.fromEntries(fields)).toEqual({
      model_id: 'sonic-3',
      language: 'en',
      transcript: 'the fourteenth',
      voice_id: 'voice',
      'output_format[container]': 'wav',
      'output_format[encoding]': 'pcm_f32le',
      'output_format[sample_rate]': '44100',
    })
    expect(files.map(({ name, fileName, type }) => [name, fileName, type])).toEqual([
      ['left_audio', 'left.wav', 'audio/wav'],
      ['right_audio', 'right.wav', 'audio/wav'],
    ])
    const { format, samples, peak } = await opened(must(files[0], 'left').bytes)
    expect(format).toMatchObject({ encoding: 's16', rate: 44100, channels: 1 })
    expect(samples).toHaveLength(22050)
    expect(peak).toBeCloseTo(0.4, 3)
  })

  it('resamples to 48 kHz what the service has no rate for', async () => {
    const rate = sampleRate(96000)
    const { fields, files } = buildRequest({ ...said, left: null, right: tone(rate, [0.5]), rate, model: 'sonic-x' })
    expect(Object.fromEntries(fields)).toMatchObject({ 'output_format[sample_rate]': '48000', model_id: 'sonic-x' })
    expect(files).toHaveLength(1)
    const { format, samples, peak } = await opened(must(files[0], 'right').bytes)
    expect([format.rate, samples.length]).toEqual([48000, 24000])
    expect(peak).toBeCloseTo(0.5, 2)
  })

  it('sends one channel where two cancel each other', async () => {
    const rate = sampleRate(48000)
    const { files } = buildRequest({ ...said, left: tone(rate, [0.4, -0.4]), right: null, rate })
    expect((await opened(must(files[0], 'left').bytes)).peak).toBeCloseTo(0.4, 3)
    const oneSided = buildRequest({ ...said, left: tone(rate, [0.4, 0, 0, 0, 0, 0, 0, 0]), right: null, rate })
    expect((await opened(must(oneSided.files[0], 'left').bytes)).peak).toBeCloseTo(0.05, 3)
  })

  it('needs a context and words', () => {
    const rate = sampleRate(48000)
    expect(() => buildRequest({ ...said, left: null, right: null, rate })).toThrow('without a context')
    expect(() => buildRequest({ ...said, text: ' ', left: tone(rate, [0.1]), right: null, rate })).toThrow('no text')
  })
})

it('requestRate is the recording’s own where the service has it', () => {
  expect([8000, 22050, 24000, 48000].map((rate) => requestRate(sampleRate(rate)))).toEqual([8000, 22050, 24000, 48000])
  expect([11025, 32000, 96000].map((rate) => requestRate(sampleRate(rate)))).toEqual([48000, 48000, 48000])
})
