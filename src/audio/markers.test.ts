import { expect, it } from 'vitest'
import { sampleRate } from '../base/units'
import { ascii, chunk, joinBytes, riff } from '../testing/wav'
import { readLayout } from './layout'
import { readMarkers } from './markers'
import { wavFile } from './riff/header'
import { memorySource } from './source'

const plain = wavFile({ rate: sampleRate(48_000), channels: [new Float32Array(100)] }, 's16', null).subarray(12)

it.each([100, 100_000])('says that a file was changed when %i bytes of markers are no longer there', async (bytes) => {
  const texts = chunk('LIST', joinBytes(ascii('adtl'), chunk('labl', new Uint8Array(bytes))))
  const whole = memorySource(riff([plain, texts]))
  const layout = await readLayout(whole)
  expect((await readMarkers(whole, layout)).chunks).toHaveLength(1)
  const cut = {
    size: whole.size,
    read: (start: number, end: number) => whole.read(start, Math.min(end, whole.size - 20)),
  }
  await expect(readMarkers(cut, layout)).rejects.toMatchObject({ code: 'file-changed' })
})
