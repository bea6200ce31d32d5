import { describe, expect, it } from 'vitest'
import { ascii, chunk, formatChunk, joinBytes, riff } from '../testing/wav'
import { readLayout } from './layout'
import { memorySource } from './source'
import { readTags } from './tags'

const samples = chunk('data', new Uint8Array(20))
const info = (...parts: readonly Uint8Array[]) => chunk('LIST', joinBytes(ascii('INFO'), ...parts))
const text = (id: string, value: string) => chunk(id, joinBytes(new TextEncoder().encode(value), new Uint8Array(1)))

async function tagsOf(...chunks: readonly Uint8Array[]) {
  const source = memorySource(riff([formatChunk(), samples, ...chunks]))
  return readTags(source, await readLayout(source))
}

describe('tags', () => {
  it('are read from LIST INFO, in UTF-8 or Latin-1', async () => {
    const tags = await tagsOf(
      info(text('INAM', 'Folge 12'), text('IART', 'Jürgen'), text('ICRD', '2024'), text('ISFT', 'Recorder')),
    )
    expect(tags).toEqual({ title: 'Folge 12', artist: 'Jürgen', date: '2024' })
    const notes = 'long '.repeat(500).trim()
    expect(await tagsOf(info(text('ICMT', notes)))).toEqual({ comment: notes })
    expect(await tagsOf(info(chunk('IART', ascii('J\u00fcrgen'))))).toEqual({ artist: 'Jürgen' })
  })

  it('take what INFO does not say from a broadcast extension', async () => {
    const body = new Uint8Array(602)
    body.set(ascii('Scene 5, take 2'))
    body.set(ascii('2024-05-17'), 320)
    expect(await tagsOf(chunk('bext', body))).toEqual({ comment: 'Scene 5, take 2', date: '2024-05-17' })
    expect(await tagsOf(chunk('bext', body), info(text('ICMT', 'mine')))).toEqual({
      comment: 'mine',
      date: '2024-05-17',
    })
  })

  it('are none in a file that has none, that is cut, or that lies about a size', async () => {
    expect(await tagsOf()).toEqual({})
    expect(await tagsOf(chunk('LIST', ascii('INF')))).toEqual({})
    expect(await tagsOf(info(ascii('INAM'), Uint8Array.of(255, 255, 255, 255), ascii('x')))).toEqual({ title: 'x' })
    expect(await tagsOf(info(text('INAM', '')))).toEqual({})
  })
})
