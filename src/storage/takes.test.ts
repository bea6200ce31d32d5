import { describe, expect, it } from 'vitest'
import { takeId } from '../base/ids'
import { mulberry32 } from '../base/random'
import { memoryFiles } from './files'
import { readTakeFile, takeFileBytes } from './takeFile'
import { type NewTake, newTakeId, openTakeStore } from './takes'

const meta: NewTake = {
  origin: 'infill',
  text: 'the “14th” of Nóvember',
  voice: 'Susan',
  engine: 'embedded',
  requestId: 'r-1',
  credits: 26,
  repeated: true,
}
const random = mulberry32(1)
const audio = Uint8Array.from({ length: 999 }, () => random() * 256)

describe('take store', () => {
  it('gives back the bytes and the facts', async () => {
    const takes = openTakeStore(memoryFiles(), () => 1234)
    const take = await takes.put(meta, audio)
    expect(take).toEqual({ ...meta, id: take.id, createdAt: 1234, bytes: 999 })
    expect(await takes.audio(take.id)).toEqual(audio)
    expect(await takes.meta(take.id)).toEqual(take)
    expect(takes.persistent).toBe(false)
  })

  it('stores under a name that was given before', async () => {
    const takes = openTakeStore(memoryFiles())
    const id = newTakeId()
    expect((await takes.put(meta, audio, id)).id).toBe(id)
    expect(await takes.audio(id)).toEqual(audio)
  })

  it('lists oldest first and removes', async () => {
    let now = 3
    const takes = openTakeStore(memoryFiles(), () => now--)
    const [late, early] = [await takes.put(meta, audio), await takes.put(meta, audio)]
    expect(await takes.list()).toEqual([early, late])
    await takes.remove([early.id, takeId('not-there')])
    expect(await takes.list()).toEqual([late])
    expect(await takes.meta(early.id)).toBeNull()
    await expect(takes.audio(early.id)).rejects.toMatchObject({ code: 'missing' })
  })

  it('restores a take once, under its own id', async () => {
    const [from, to] = [openTakeStore(memoryFiles()), openTakeStore(memoryFiles())]
    const take = await from.put(meta, audio)
    expect(await to.restore(take, audio)).toBe(true)
    expect(await to.restore(take, new Uint8Array(3))).toBe(false)
    expect(await to.audio(take.id)).toEqual(audio)
    expect(await to.list()).toEqual([take])
  })

  it('says when there is no room, and keeps nothing', async () => {
    const full = {
      ...memoryFiles(),
      write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
    }
    const takes = openTakeStore(full)
    await expect(takes.put(meta, audio)).rejects.toMatchObject({ code: 'no-space' })
    expect(await takes.list()).toEqual([])
  })

  it('refuses an id that would leave its folder', async () => {
    await expect(openTakeStore(memoryFiles()).meta(takeId('../projects'))).rejects.toMatchObject({ code: 'damaged' })
  })
})

describe('take file', () => {
  it('is no take when cut anywhere (T10)', async () => {
    const whole = await takeFileBytes({ meta: { id: 'x' }, audio: audio.subarray(0, 40) })
    expect(await readTakeFile(whole)).toEqual({ meta: { id: 'x' }, audio: audio.slice(0, 40) })
    for (let length = 0; length < whole.length; length++) {
      expect([length, await readTakeFile(whole.subarray(0, length))]).toEqual([length, null])
    }
  })

  it('is not listed when cut, nor when its end was never written', async () => {
    const files = memoryFiles()
    const takes = openTakeStore(files)
    const { id } = await takes.put(meta, audio)
    const whole = new Uint8Array((await (await files.file(`takes/${id}.take`))?.arrayBuffer()) ?? [])
    for (const length of [0, 5, 12, 60, 700, whole.length - 1]) {
      for (const part of [whole.slice(0, length), whole.slice().fill(0, length)]) {
        await files.write(`takes/${id}.take`, [part])
        expect(await takes.meta(id)).toBeNull()
        expect(await takes.list()).toEqual([])
        await expect(takes.audio(id)).rejects.toMatchObject({ code: 'damaged' })
      }
    }
    expect((await takes.ages()).map((entry) => entry.id)).toEqual([id])
  })

  it('is no take when any byte is wrong', async () => {
    const whole = await takeFileBytes({ meta: { id: 'x' }, audio: audio.subarray(0, 40) })
    for (let at = 0; at < whole.length; at++) {
      const damaged = whole.slice()
      damaged[at] = (damaged[at] ?? 0) ^ 4
      expect([at, await readTakeFile(damaged)]).toEqual([at, null])
    }
  })
})
