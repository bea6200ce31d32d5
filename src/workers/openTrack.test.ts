import { expect, it, vi } from 'vitest'
import { ascii, joinBytes } from '../testing/wav'
import { openTrack } from './openTrack'

/** The header of a FLAC without sound (RFC 9639 8.2), of 2 channels and 16 bits. */
function flac(rate: number): Blob {
  const info = new Uint8Array(34)
  const view = new DataView(info.buffer)
  view.setUint16(0, 4096)
  view.setUint16(2, 4096)
  view.setUint32(10, rate * 2 ** 12 + (1 << 9) + (15 << 4))
  return new Blob([new Uint8Array(joinBytes(ascii('fLaC'), Uint8Array.of(0x80, 0, 0, 34), info, new Uint8Array(64)))])
}

/** Opens it in a browser that decodes everything. */
function open(rate: number): ReturnType<typeof openTrack> {
  vi.stubGlobal('AudioDecoder', { isConfigSupported: () => Promise.resolve({ supported: true }) })
  return openTrack({ blob: flac(rate), name: 'x.flac', path: 'out', allowBytes: null, free: null })
}

it('opens a rate that a recording can have', async () => {
  const opened = await open(655_350)
  expect(opened.info).toMatchObject({ codec: 'flac', depth: 16 })
  opened.dispose()
})

it('refuses by its header what no recording can be, before anything is written', async () => {
  await expect(open(500)).rejects.toMatchObject({ code: 'cannot-decode', data: { rate: 500, channels: 2 } })
})
