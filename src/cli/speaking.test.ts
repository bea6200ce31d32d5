import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startVendor, type Vendor } from '../../e2e/support/vendor/vendor.mjs'
import { readWavLayout } from '../audio/riff/layout'
import { memorySource } from '../audio/source'
import { bundleThread } from '../proxy/engines/devThread'
import { makeSpeechFixture, type SpeechFixture } from '../proxy/speechFixture'
import { runFix } from './fix'
import { runInfill } from './infill'
import { openSpeech } from './speech'
import type { SpeakingTool } from './voiceOptions'

let vendor: Vendor
let folder: string
let fixture: SpeechFixture
let lines: string[]
const tell = (line: string) => void lines.push(line)
let tools: Readonly<Record<'cartesia' | 'embedded', SpeakingTool>>
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  vendor = await startVendor()
  folder = mkdtempSync(join(tmpdir(), 'pickup-cli-'))
  const start = await bundleThread()
  const tool = (environment: Record<string, string>): SpeakingTool => ({
    open: () => openSpeech({ environment, version: '1', start, tell }),
    tell,
  })
  tools = {
    cartesia: tool({ CARTESIA_API_KEY: vendor.key, CARTESIA_BASE_URL: vendor.address }),
    embedded: tool({}),
  }
  fixture = await makeSpeechFixture({
    sentences: ['We recorded this in the old harbour.', 'It was on the thirteenth.', 'Almost nobody came to listen.'],
    rate: 44_100,
    channels: 2,
    encoding: 's24',
    seed: 5,
  })
  writeFileSync(at('in.wav'), fixture.bytes)
})
beforeEach(() => {
  lines = []
  vendor.reset()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await vendor.close()
})

const flub = () => {
  const [, second] = fixture.sentences
  return [String((second?.start ?? 0) / 44_100), String((second?.end ?? 0) / 44_100)] as const
}

describe.each(['cartesia', 'embedded'] as const)('with the %s engine', (engine) => {
  test('fix replaces the sentence and leaves every other sample alone', async () => {
    const [from, to] = flub()
    const args = [at('in.wav'), '--from', from, '--to', to, '--text', 'It was on the fourteenth.', '-o', at('out.wav')]
    await runFix(args, tools[engine])
    const out = new Uint8Array(readFileSync(at('out.wav')))
    const before = await readWavLayout(memorySource(fixture.bytes))
    const after = await readWavLayout(memorySource(out))
    expect(after.format).toEqual(before.format)
    expect(after.notes).toEqual([])
    const [first, , third] = fixture.sentences
    const width = before.format.bytesPerFrame
    const head = before.dataStart + (first?.end ?? 0) * width
    expect(Buffer.compare(out.subarray(before.dataStart, head), fixture.bytes.subarray(before.dataStart, head))).toBe(0)
    const tail = (before.frames - (third?.start ?? 0)) * width
    const ends = [out, fixture.bytes].map((bytes, index) => {
      const layout = index === 0 ? after : before
      const end = layout.dataStart + layout.frames * width
      return bytes.subarray(end - tail, end)
    })
    expect(Buffer.compare(ends[0] ?? new Uint8Array(), ends[1] ?? new Uint8Array(1))).toBe(0)
    expect(lines.join('\n')).toMatch(/Replaced 0:0\d:\d\d.*out\.wav/s)
  })

  test('infill writes the middle alone', async () => {
    const [first, , third] = fixture.sentences
    const cut = async (name: string, start: number, end: number) => {
      const { wavFile } = await import('../audio/riff/header')
      const { readFrames } = await import('../audio/riff/read')
      const { frames, recordingFrame } = await import('../base/units')
      const source = memorySource(fixture.bytes)
      const layout = await readWavLayout(source)
      const pcm = await readFrames(source, layout, recordingFrame(start), frames(end - start))
      writeFileSync(at(name), wavFile(pcm, 's16', null))
    }
    await cut('left.wav', 0, first?.end ?? 0)
    await cut('right.wav', third?.start ?? 0, fixture.frames)
    await runInfill([at('left.wav'), at('right.wav'), 'the fourteenth', '-o', at('middle.wav')], tools[engine])
    const layout = await readWavLayout(memorySource(new Uint8Array(readFileSync(at('middle.wav')))))
    expect(layout.format).toMatchObject({ encoding: 's16', channels: 1, rate: 44_100 })
    expect(layout.frames / 44_100).toBeGreaterThan(0.3)
    await runInfill([at('left.wav'), '-', 'the fourteenth', '-o', at('middle.wav')], tools[engine])
    expect(lines.join('\n')).toContain(engine === 'embedded' ? 'cost nothing' : 'about 314 credits')
  })
})

test('a busy service is waited for, and only that', async () => {
  const [from, to] = flub()
  const args = [at('in.wav'), '--from', from, '--to', to, '--text', 'It was on the fourth.', '-o', at('busy.wav')]
  vendor.script([{ on: 'POST /infill/bytes', status: 429, headers: { 'retry-after': '1' }, body: '{}' }])
  await runFix(args, tools.cartesia)
  expect(lines).toContain('The service is busy: trying again in 1 second.')
  vendor.reset()
  vendor.script([{ on: 'POST /infill/bytes', status: 500, body: 'x' }])
  await expect(runFix([...args, '--take', '2'], tools.cartesia)).rejects.toMatchObject({ data: { status: 500 } })
  expect(vendor.received.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test.each([
  ['nothing', []],
  ['no end', ['in.wav', '--from', '1', '--text', 'x', '-o', 'y.wav']],
  ['an unknown option', ['in.wav', '--loud']],
  ['times that are none', ['in.wav', '--from', 'a', '--to', 'b', '--text', 'x', '-o', 'y.wav']],
])('fix says how it is called: %s', async (_, args) => {
  const found = args.map((arg) => (arg === 'in.wav' ? at(arg) : arg))
  await expect(runFix(found, tools.embedded)).rejects.toMatchObject({ code: 'usage' })
})

test('a span past the end is refused with the reason, and nothing is asked of the service', async () => {
  const args = [at('in.wav'), '--from', '1', '--to', '999', '--text', 'x', '-o', at('y.wav')]
  const message = expect.stringContaining('The recording ends at')
  await expect(runFix(args, tools.cartesia)).rejects.toMatchObject({ code: 'refused', message })
  expect(vendor.received).toEqual([])
})

test('what was given is never written over', async () => {
  const fix = [at('in.wav'), '--from', '1', '--to', '2', '--text', 'x', '-o', `${folder}/../${basename(folder)}/in.wav`]
  await expect(runFix(fix, tools.embedded)).rejects.toMatchObject({ code: 'refused' })
  for (const sides of [
    [at('in.wav'), '-'],
    ['-', at('in.wav')],
  ]) {
    const infill = runInfill([...sides, 'x', '-o', at('in.wav')], tools.embedded)
    await expect(infill).rejects.toMatchObject({ code: 'refused' })
  }
  expect(new Uint8Array(readFileSync(at('in.wav')))).toEqual(fixture.bytes)
})

test('fix moves its edges to pauses when it is asked to, and says so', async () => {
  const [from, to] = flub()
  const args = [at('in.wav'), '--from', from, '--to', to, '--text', 'It was on the fifth.', '-o', at('snap.wav')]
  await runFix([...args, '--snap'], tools.embedded)
  expect(lines.join('\n')).toMatch(/Start (at|stays at) .*End (at|stays at) /s)
})
