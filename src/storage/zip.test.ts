import { describe, expect, it } from 'vitest'
import { listZip, readZip, zipStored } from './zip'

const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : new TextDecoder().decode(bytes))
const fromBase64 = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

/**
 * Made by Python: with zipfile.ZipFile(b, 'w', zipfile.ZIP_STORED) as z: for n, d in (('manifest.json', b'{}'),
 * ('takes/a.wav', b'RIFFdata')): z.writestr(zipfile.ZipInfo(n, (2024, 1, 2, 3, 4, 6)), d)
 */
const fromPython =
  'UEsDBBQAAAAAAIMYIlhDv6ajAgAAAAIAAAANAAAAbWFuaWZlc3QuanNvbnt9UEsDBBQAAAAAAIMYIlifc7chCAAAAAgAAAALAAAAdGFrZXMvYS53YXZSSUZGZGF0YVBLAQIUAxQAAAAAAIMYIlhDv6ajAgAAAAIAAAANAAAAAAAAAAAAAACAAQAAAABtYW5pZmVzdC5qc29uUEsBAhQDFAAAAAAAgxgiWJ9ztyEIAAAACAAAAAsAAAAAAAAAAAAAAIABLQAAAHRha2VzL2Eud2F2UEsFBgAAAAACAAIAdAAAAF4AAAAAAA=='

/** Made by Python as above, with ZIP_DEFLATED and one member 'a' of b'x' * 100. */
const compressed =
  'UEsDBBQAAAAIAIMYIliPXQ5eBgAAAGQAAAABAAAAYauooD0AAFBLAQIUAxQAAAAIAIMYIliPXQ5eBgAAAGQAAAABAAAAAAAAAAAAAACAAQAAAABhUEsFBgAAAAABAAEALwAAACUAAAAAAA=='

describe('zip', () => {
  it('reads what another tool has written', () => {
    const zip = fromBase64(fromPython)
    const listing = listZip(zip, 10)
    expect([...listing]).toEqual([
      ['manifest.json', 2],
      ['takes/a.wav', 8],
    ])
    expect(text(readZip(zip, listing, 'takes/a.wav'))).toBe('RIFFdata')
    expect(readZip(zip, listing, 'takes/b.wav')).toBeNull()
  })

  it('reads what it writes, byte for byte', () => {
    const members = [0, 1, 70_000].map((size) => ({ name: `takes/ä${size}`, bytes: new Uint8Array(size).fill(size) }))
    const zip = zipStored(members, Date.UTC(2026, 0, 1))
    const listing = listZip(zip, 3)
    for (const { name, bytes } of members) expect(readZip(zip, listing, name)).toEqual(bytes)
    expect(zip.length).toBeLessThan(70_000 + 500)
  })

  it('refuses what is compressed, too many, cut, or no zip', () => {
    expect(() => listZip(fromBase64(compressed), 10)).toThrow('compressed')
    expect(() => listZip(fromBase64(fromPython), 1)).toThrow('more than 1')
    expect(() => listZip(fromBase64(fromPython).slice(0, -30), 10)).toThrow('invalid zip')
    for (const size of [0, 10, 100_000]) expect(() => listZip(new Uint8Array(size), 10)).toThrow('invalid zip')
  })

  it('gives nothing for a member that lies about its place', () => {
    const zip = fromBase64(fromPython)
    const listing = listZip(zip, 10)
    const directory = 94
    zip.fill(0xee, directory + 42, directory + 45)
    expect(readZip(zip, listing, 'manifest.json')).toBeNull()
  })
})
