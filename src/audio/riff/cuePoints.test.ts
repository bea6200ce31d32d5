import { describe, expect, it } from 'vitest'
import { ascii, chunk, joinBytes, u32 } from '../../testing/wav'
import { cuePointsIn, cueTextsIn, loopsIn, markerText, moveCuePoint, moveLoop, resizeText } from './cuePoints'

const point = (id: number, frame: number, { order = frame, chunk = 'data' } = {}): Uint8Array =>
  joinBytes(u32(id), u32(order), ascii(chunk), u32(0), u32(0), u32(frame))
const cue = (count: number, ...points: readonly Uint8Array[]): Uint8Array => joinBytes(u32(count), ...points)
const smpl = (count: number, ...loops: readonly Uint8Array[]): Uint8Array =>
  joinBytes(new Uint8Array(28), u32(count), u32(0), ...loops)
const loop = (id: number, start: number, last: number): Uint8Array =>
  joinBytes(u32(id), u32(0), u32(start), u32(last), u32(0), u32(0))

describe('cue points', () => {
  it('are read and moved, play order with them where it was the same', () => {
    const body = cue(3, point(7, 100), point(9, 300, { order: 2 }), point(8, 5, { chunk: 'slnt' }))
    const points = cuePointsIn(body)
    expect(points).toEqual([
      { at: 4, id: 7, frame: 100, playOrder: 100 },
      { at: 28, id: 9, frame: 300, playOrder: 2 },
    ])
    for (const found of points) moveCuePoint(body, found, found.frame + 1)
    expect(body).toEqual(cue(3, point(7, 101), point(9, 301, { order: 2 }), point(8, 5, { chunk: 'slnt' })))
  })

  it('are as many as there are, whatever the count says', () => {
    expect(cuePointsIn(cue(0xffffffff, point(1, 2), point(3, 4)))).toHaveLength(2)
    expect(cuePointsIn(cue(1, point(1, 2), point(3, 4)))).toHaveLength(1)
    expect(cuePointsIn(cue(9, point(1, 2).subarray(0, 23)))).toEqual([])
    expect(cuePointsIn(new Uint8Array(3))).toEqual([])
    expect(loopsIn(smpl(0xffffffff, loop(1, 2, 3)))).toHaveLength(1)
    expect(loopsIn(new Uint8Array(35))).toEqual([])
  })
})

it('loops are read and moved', () => {
  const body = smpl(2, loop(1, 10, 19), loop(2, 30, 40))
  const loops = loopsIn(body)
  expect(loops.map(({ id, start, last }) => [id, start, last])).toEqual([
    [1, 10, 19],
    [2, 30, 40],
  ])
  for (const found of loops) moveLoop(body, found, found.start + 5, found.last + 6)
  expect(body).toEqual(smpl(2, loop(1, 15, 25), loop(2, 35, 46)))
})

const ltxt = (id: number, length: number, text: string): Uint8Array =>
  chunk('ltxt', joinBytes(u32(id), u32(length), ascii('rgn '), new Uint8Array(8), ascii(text)))

describe('texts of cue points', () => {
  const list = joinBytes(
    ascii('adtl'),
    chunk('labl', joinBytes(u32(1), ascii('odd\0'))),
    chunk('file', ascii('other')),
    ltxt(2, 500, 'x'),
    chunk('note', joinBytes(u32(1), ascii('a note'))),
  )

  it('are read past odd entries, and lengths change', () => {
    const texts = cueTextsIn(list)
    expect(texts.map(({ kind, id, length, text }) => [kind, id, length, text])).toEqual([
      ['labl', 1, 0, 'odd'],
      ['ltxt', 2, 500, 'x'],
      ['note', 1, 0, 'a note'],
    ])
    const body = list.slice()
    for (const text of texts.filter(({ kind }) => kind === 'ltxt')) resizeText(body, text, 501)
    expect(cueTextsIn(body)[1]?.length).toBe(501)
    expect(body.filter((byte, at) => byte !== list[at])).toHaveLength(1)
  })

  it('come from an adtl list alone, and from sizes that lie only as far as there is', () => {
    expect(cueTextsIn(joinBytes(ascii('INFO'), list.subarray(4)))).toEqual([])
    const lie = joinBytes(ascii('adtl'), chunk('labl', joinBytes(u32(1), ascii('name')), { size: 0xffffffff }))
    expect(cueTextsIn(lie)).toMatchObject([{ text: 'name' }])
    expect(cueTextsIn(joinBytes(ascii('adtl'), chunk('ltxt', u32(1))))).toEqual([])
  })
})

it('reads names as UTF-8, else as Latin-1, and keeps control characters out', () => {
  expect(markerText(Uint8Array.of(0x63, 0xc3, 0xa9, 0, 0x41))).toBe('cé')
  expect(markerText(Uint8Array.of(0x63, 0xe9, 0x61))).toBe('céa')
  expect(markerText(ascii('a\x1b[31m\r\nb'))).toBe('a [31m  b')
  expect(markerText(ascii('x'.repeat(1000)))).toHaveLength(200)
  expect(markerText(joinBytes(ascii('x'.repeat(799)), Uint8Array.of(0xc3, 0xa9)))).toBe('x'.repeat(200))
  expect(markerText(ascii('<script>'))).toBe('<script>')
})
