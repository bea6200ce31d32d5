import { describe, expect, it } from 'vitest'
import { identityOf, sameIdentity, sampledRanges } from './identity'

/** Bytes 0, 1, 2 … modulo 251. */
const counting = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, i) => i % 251)

describe('identityOf', () => {
  // python3 -c "import hashlib; n=1000; print(hashlib.sha256(n.to_bytes(8,'little')+bytes(i%251 for i in range(n))).hexdigest())"
  it('hashes the size and the whole of a short file', async () => {
    expect(await identityOf(new Blob([counting(1000)]))).toEqual({
      size: 1000,
      sampledHash: 'a596f696db9299c940c4dbdc5184bd859baa40d980cbd1472f0610998da0971d',
    })
  })

  // python3 -c "import hashlib; n=3000001; b=bytes(i%251 for i in range(n)); s=65536; h=hashlib.sha256(n.to_bytes(8,'little'));
  //   [h.update(b[i*(n-s)//15:][:s]) for i in range(16)]; print(h.hexdigest())"
  it('hashes the size and 16 samples of a long one', async () => {
    expect(await identityOf(new Blob([counting(3_000_001)]))).toEqual({
      size: 3_000_001,
      sampledHash: '92808184ce9d10d7d6fda8f317a0c75328ceff0d1f1daafd09642dabd8803f99',
    })
  })

  it('tells files apart by size, start and end, not by what lies between samples', async () => {
    const bytes = counting(3_000_000)
    const original = await identityOf(new Blob([bytes]))
    expect(sameIdentity(original, await identityOf(new Blob([bytes])))).toBe(true)
    expect(sameIdentity(original, await identityOf(new Blob([bytes, new Uint8Array(1)])))).toBe(false)
    for (const at of [0, 1_450_000, 2_999_999]) {
      const other = bytes.slice()
      other[at] = 255
      expect([at, sameIdentity(original, await identityOf(new Blob([other])))]).toEqual([at, at === 1_450_000])
    }
  })

  it('samples files of every size inside their bounds', () => {
    for (const size of [0, 1, 65_536, 2 ** 20, 2 ** 20 + 1, 5 * 2 ** 30]) {
      const ranges = sampledRanges(size)
      expect(ranges[0]?.start).toBe(0)
      expect(ranges.at(-1)?.end).toBe(size)
      expect(ranges.every(({ start, end }) => start >= 0 && start <= end && end <= size)).toBe(true)
    }
  })
})
