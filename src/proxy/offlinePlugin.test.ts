import { describe, expect, it } from 'vitest'
import { filesOf } from './offlinePlugin'

const files = [
  ['index.html', '<p>page</p>'],
  ['assets/b-2.js', 'b'],
  ['assets/a-1.js', new TextEncoder().encode('a')],
] as const

const versionOf = async (...given: Parameters<typeof filesOf>) => (await filesOf(...given)).version

describe('filesOf', () => {
  it('lists what the page needs, the page itself as the root', async () => {
    const { digests } = await filesOf([...files, ['licenses/x.txt', 'MIT'], ['assets/a-1.js.map', '{}']])
    expect(Object.keys(digests)).toEqual(['/', '/assets/a-1.js', '/assets/b-2.js'])
  })

  it('gives the same version for the same files in any order, and another for any change', async () => {
    const { version, digests } = await filesOf(files)
    expect(await filesOf([...files].reverse())).toEqual({ version, digests })
    expect(await versionOf([...files, ['licenses/x.txt', 'MIT']])).toBe(version)
    for (const [name] of files) {
      const changed = files.map(([other, content]) => [other, other === name ? 'other' : content] as const)
      expect(await versionOf(changed)).not.toBe(version)
    }
    expect(await versionOf(files.slice(1))).not.toBe(version)
    expect(await versionOf(files, { 'content-security-policy': "default-src 'none'" })).not.toBe(version)
  })
})
