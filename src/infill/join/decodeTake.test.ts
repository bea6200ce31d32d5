import { describe, expect, it } from 'vitest'
import { decodeTake } from './decodeTake'

const rate = 44_100

interface Wav {
  readonly dataSize?: number
  readonly riffSize?: number
  readonly list?: boolean
  readonly channels?: number
}

/** A 16-bit WAV as a service streams it, or as `options` bend it. */
function wav(samples: readonly number[], options: Wav = {}): Uint8Array {
  const list =
    options.list === true
      ? [...text('LIST'), ...u32(26), ...text('INFOISFT'), ...u32(14), ...text('Lavf60.16.100\0')]
      : []
  const data = samples.flatMap((value) => u16(Math.round(value * 32_767) & 0xffff))
  const channels = options.channels ?? 1
  const format = [
    ...u16(1),
    ...u16(channels),
    ...u32(rate),
    ...u32(rate * 2 * channels),
    ...u16(2 * channels),
    ...u16(16),
  ]
  const size = 4 + 24 + list.length + 8 + data.length
  const head = [...text('RIFF'), ...u32(options.riffSize ?? size), ...text('WAVEfmt '), ...u32(16), ...format]
  return Uint8Array.from([...head, ...list, ...text('data'), ...u32(options.dataSize ?? data.length), ...data])
}

const text = (value: string) => Array.from(value, (letter) => letter.charCodeAt(0))
const u16 = (value: number) => [value & 255, (value >> 8) & 255]
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)]
const bytesOf = (value: string) => Uint8Array.from(text(value))
const tone = (length: number, level = 0.3) => Array.from({ length }, (_, i) => level * Math.sin(i / 20))

describe('decodeTake', () => {
  it('reads a clean and a streamed header alike', async () => {
    const samples = tone(4410)
    const clean = await decodeTake(wav(samples))
    const streamed = await decodeTake(wav(samples, { list: true, riffSize: 0xffffffff, dataSize: 0xffffffff }))
    expect(clean.rate).toBe(rate)
    expect(clean.channels[0]).toHaveLength(4410)
    expect(clean.channels[0]?.[100]).toBeCloseTo(samples[100] ?? 0, 4)
    expect(streamed).toEqual(clean)
    expect(wav(samples, { list: true }).length).toBe(78 + 2 * 4410)
  })

  it.each([
    ['empty', new Uint8Array(0), 'The answer was empty.'],
    ['empty', wav([]), 'no samples'],
    ['not-audio', bytesOf('<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'), 'a web page'],
    ['not-audio', bytesOf('{"error_code":"voice_not_found"}'), 'a message in JSON'],
    ['not-audio', bytesOf('Bad request: missing required field: voice_id'), 'missing required field'],
    ['not-audio', Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 'an MP3 file'],
    ['silent', wav(Array.from({ length: 9000 }, () => 0)), 'only silence'],
    ['silent', wav(tone(9000, 0.0005)), 'only silence'],
    ['silent', wav(Array.from({ length: 9000 }, () => 0.01)), 'only silence'],
    ['too-short', wav(tone(900)), '20 ms'],
    ['cut-off', wav(tone(9000), { dataSize: 90_000 }), 'cut off after 0.20 s'],
    ['cut-off', wav(tone(10)).slice(0, 30), 'cut off before'],
  ] as const)('refuses as %s with a way out', async (code, bytes, message) => {
    await expect(decodeTake(bytes)).rejects.toMatchObject({
      name: 'TakeError',
      code,
      message: expect.stringContaining(message),
    })
    await expect(decodeTake(bytes)).rejects.toThrow(/selection and text are kept/)
  })

  it('accepts a take with sound in one channel only', async () => {
    const samples = tone(9000).flatMap((value) => [value, 0])
    const take = await decodeTake(wav(samples, { channels: 2 }))
    expect(take.channels).toHaveLength(2)
  })
})
