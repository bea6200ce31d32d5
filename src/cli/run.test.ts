import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLayout } from '../audio/layout'
import { markersIn, readMarkers } from '../audio/markers'
import { wavFile } from '../audio/riff/header'
import { readWavLayout } from '../audio/riff/layout'
import { memorySource } from '../audio/source'
import { sampleRate } from '../base/units'
import { asService, syntheticSpeech } from '../testing/syntheticSpeech'
import { ascii, chunk, joinBytes, riff, u32 } from '../testing/wav'
import { run } from './run'

const rate = sampleRate(24_000)
const speech = syntheticSpeech({ seed: 4, rate, seconds: 8, roomDb: -55 })
const [first, last] = [speech.words[6] ?? { start: 0, end: 0 }, speech.words[8] ?? { start: 0, end: 0 }]
const margin = 600
const from = (first.start - margin) / rate
const to = (last.end + margin) / rate

let folder = ''
const at = (name: string) => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pickup-cli-'))
  const plain = wavFile({ rate, channels: [speech.recording] }, 's16', null)
  const body = plain.subarray(12)
  const cart = chunk('cart', ascii('who said what and when.'))
  writeFileSync(at('in.wav'), riff([cart, body, chunk('note', ascii('odd'))]))
  const sent = asService(speech.recording.slice(first.start - margin, last.end + margin), rate, {
    gainDb: -3,
    dc: 0.001,
    leadSeconds: 0.02,
    tailSeconds: 0.1,
  })
  writeFileSync(at('take.wav'), wavFile({ rate: sampleRate(sent.rate), channels: [sent.samples] }, 's16', null))
  writeFileSync(at('text.wav'), 'no sound')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function pickup(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await run(argv, { out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

async function opened(name: string) {
  const bytes = new Uint8Array(readFileSync(at(name)))
  const layout = await readWavLayout(memorySource(bytes))
  const { dataStart, frames, format } = layout
  return { bytes, layout, samples: bytes.subarray(dataStart, dataStart + frames * format.bytesPerFrame) }
}

describe('pickup pauses', () => {
  it('prints seconds as JSON, and nothing else', async () => {
    const { code, out, err } = await pickup('pauses', at('in.wav'))
    expect([code, err]).toEqual([0, ''])
    const pauses: [number, number][] = JSON.parse(out)
    expect(pauses.length).toBeGreaterThan(5)
    for (const [start, end] of pauses) expect(end).toBeGreaterThan(start)
    expect(pauses.some(([start, end]) => start < from && from < end)).toBe(true)
  })
})

describe('pickup join', () => {
  it('changes nothing outside the span and keeps every chunk', async () => {
    const args = ['join', at('in.wav'), '--from', `${from}`, '--to', `0:00:${to}`, '--take', at('take.wav')]
    const { code, out, err } = await pickup(...args, '-o', at('out.wav'), '--report', at('report.json'))
    expect([code, out]).toEqual([0, ''])
    expect(err).toContain('no click')
    const [before, after] = [await opened('in.wav'), await opened('out.wav')]
    const report = JSON.parse(readFileSync(at('report.json'), 'utf8'))
    expect(after.layout.frames).toBe(before.layout.frames + report.addedFrames)
    const head = 2 * Math.round(from * rate)
    const tail = before.samples.length - 2 * Math.round(to * rate)
    expect(after.samples.subarray(0, head)).toEqual(before.samples.subarray(0, head))
    expect(after.samples.subarray(-tail)).toEqual(before.samples.subarray(-tail))
    const ids = (layout: typeof before.layout) => layout.chunks.map(({ id }) => id)
    expect(ids(after.layout)).toEqual(ids(before.layout))
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('keeps the length with --hold', async () => {
    const args = ['join', at('in.wav'), '--from', `${from}`, '--to', `${to}`, '--take', at('take.wav'), '--hold']
    expect((await pickup(...args, '-o', at('held.wav'))).code).toBe(0)
    expect((await opened('held.wav')).layout.frames).toBe((await opened('in.wav')).layout.frames)
  })

  it('moves the edges to pauses with --snap, and says so', async () => {
    const args = ['join', at('in.wav'), '--from', `${from + 0.08}`, '--to', `${to - 0.08}`, '--take', at('take.wav')]
    const { code, err } = await pickup(...args, '--snap', '-o', at('snapped.wav'), '--report', at('snap.json'))
    expect(code).toBe(0)
    expect(err).toMatch(/Start at .* moved \d+ ms earlier/)
    expect(JSON.parse(readFileSync(at('snap.json'), 'utf8')).left.inSound).toBe(false)
  })
})

describe('what a command reads', () => {
  const span = ['--from', `${from}`, '--to', `${to}`]
  const joined = ['join', 'in.wav', ...span, '--take', 'take.wav']
  it.each([
    ['the recording', ['cut', 'in.wav', ...span, '-o', 'in.wav']],
    ['the recording by another name', ['cut', 'in.wav', ...span, '-o', 'link.wav']],
    ['the recording with a take', [...joined, '-o', 'in.wav']],
    ['the take', [...joined, '-o', 'take.wav']],
    ['the recording with the report', [...joined, '-o', 'x.wav', '--report', 'in.wav']],
    ['the take with the report', [...joined, '-o', 'x.wav', '--report', 'take.wav']],
    ['the result with the report', [...joined, '-o', 'x.wav', '--report', 'x.wav']],
  ])('is never written over: %s', async (_, argv) => {
    if (!existsSync(at('link.wav'))) symlinkSync(at('in.wav'), at('link.wav'))
    const before = ['in.wav', 'take.wav'].map((name) => readFileSync(at(name)))
    const { code, err } = await pickup(...argv.map((word) => (word.endsWith('.wav') ? at(word) : word)))
    expect(code).toBe(1)
    expect(err).toMatch(/never written over|Two results/)
    expect(['in.wav', 'take.wav'].map((name) => readFileSync(at(name)))).toEqual(before)
    expect(existsSync(at('x.wav'))).toBe(false)
  })
})

describe('pickup cut', () => {
  it('moves the markers behind the span', async () => {
    const frame = speech.recording.length - 1000
    const point = joinBytes(u32(1), u32(frame), ascii('data'), u32(0), u32(0), u32(frame))
    const plain = new Uint8Array(readFileSync(at('in.wav'))).subarray(12)
    writeFileSync(at('cues.wav'), riff([plain, chunk('cue ', joinBytes(u32(1), point))]))
    const args = ['cut', at('cues.wav'), '--from', `${from}`, '--to', `${to}`, '-o', at('cut.wav')]
    expect((await pickup(...args)).code).toBe(0)
    const { bytes, layout } = await opened('cut.wav')
    const [marker] = markersIn(await readMarkers(memorySource(bytes), layout))
    expect(marker?.frame).toBe(layout.frames - 1000)
  })

  it('opens AIFF as it does WAV, and keeps it AIFF', async () => {
    const length = speech.recording.length
    const file = new DataView(new ArrayBuffer(54 + 2 * length))
    const bytes = new Uint8Array(file.buffer)
    bytes.set(ascii('FORM....AIFFCOMM'))
    file.setUint32(4, bytes.length - 8)
    file.setUint32(16, 18)
    for (const [at, value] of [1, length >>> 16, length & 65_535, 16, 0x400d, 0xbb80].entries()) {
      file.setUint16(20 + 2 * at, value)
    }
    bytes.set(ascii('SSND'), 38)
    file.setUint32(42, 8 + 2 * length)
    for (const [i, value] of speech.recording.entries()) file.setInt16(54 + 2 * i, Math.round(value * 32_767))
    writeFileSync(at('in.aiff'), bytes)
    expect((await pickup('pauses', at('in.aiff'))).code).toBe(0)
    const args = ['cut', at('in.aiff'), '--from', `${from}`, '--to', `${to}`, '-o', at('cut.aiff')]
    expect((await pickup(...args)).code).toBe(0)
    const layout = await readLayout(memorySource(new Uint8Array(readFileSync(at('cut.aiff')))))
    expect(layout.container).toBe('AIFF')
    expect(layout.frames).toBeLessThan(speech.recording.length)
  })

  it('takes the span out', async () => {
    expect((await pickup('cut', at('in.wav'), '--from', `${from}`, '--to', `${to}`, '-o', at('cut.wav'))).code).toBe(0)
    expect((await opened('cut.wav')).layout.frames).toBeLessThan((await opened('in.wav')).layout.frames - 2000)
  })
})

describe('refusals', () => {
  it.each([
    [2, 'No command', []],
    [2, 'no command “sing”', ['sing']],
    [2, 'Name a recording', ['pauses']],
    [2, 'needs --from', ['cut', 'in.wav', '--to', '2', '-o', 'x.wav']],
    [2, 'needs -o', ['cut', 'in.wav', '--from', '1', '--to', '2']],
    [2, 'no time', ['cut', 'in.wav', '--from', 'now', '--to', '2', '-o', 'x.wav']],
    [2, 'lies behind', ['cut', 'in.wav', '--from', '3', '--to', '2', '-o', 'x.wav']],
    [2, 'needs --take', ['join', 'in.wav', '--from', '1', '--to', '2', '-o', 'x.wav']],
    [2, '--loud', ['cut', 'in.wav', '--loud']],
    [1, 'recording ends at', ['cut', 'in.wav', '--from', '1', '--to', '99', '-o', 'x.wav']],
    [1, 'it is not there', ['pauses', 'missing.wav']],
    [1, '', ['pauses', 'text.wav']],
    [1, 'not a take', ['join', 'in.wav', '--from', '1', '--to', '2', '--take', 'text.wav', '-o', 'x.wav']],
  ] as const)('%i: %s', async (expected, said, argv) => {
    const { code, out, err } = await pickup(...argv.map((word) => (word.endsWith('.wav') ? at(word) : word)))
    expect([code, out]).toEqual([expected, ''])
    expect(err).toContain(said)
    expect(existsSync(at('x.wav'))).toBe(false)
  })

  it('tells how it is used', async () => {
    expect((await pickup('--help')).out).toContain('pickup join')
  })
})

const tool = fileURLToPath(new URL('../../dist/server/cli.js', import.meta.url))

describe.skipIf(!existsSync(tool))('the built tool', () => {
  it('answers on stdout and by exit code', () => {
    const good = spawnSync(process.execPath, [tool, 'pauses', at('in.wav')], { encoding: 'utf8' })
    expect(good.status).toBe(0)
    expect(JSON.parse(good.stdout)).toBeInstanceOf(Array)
    const bad = spawnSync(process.execPath, [tool, 'pauses'], { encoding: 'utf8' })
    expect([bad.status, bad.stdout]).toEqual([2, ''])
  })
})
