import { describe, expect, it } from 'vitest'
import { filesOf } from './offlinePlugin'

const files = [
  ['index.html', '<p>page</p>'],
  ['assets/b-2.js', 'b'],
  ['assets/a-1.js', new TextEncoder().encode('a')],
] as const

describe('filesOf', () => {
  it('lists what the page needs, the page itself as the root', () => {
    const { digests } = filesOf([...files, ['licenses/x.txt', 'MIT'], ['assets/a-1.js.map', '{}']])
    expect(Object.keys(digests)).toEqual(['/', '/assets/a-1.js', '/assets/b-2.js'])
  })

  it('gives the same version for the same files in any order, and another for any change', () => {
    const { version, digests } = filesOf(files)
    expect(filesOf([...files].reverse())).toEqual({ version, digests })
    expect(filesOf([...files, ['licenses/x.txt', 'MIT']]).version).toBe(version)
    for (const [name] of files) {
      const changed = filesOf(files.map(([other, content]) => [other, other === name ? 'other' : content] as const))
      expect(changed.version).not.toBe(version)
    }
    expect(filesOf(files.slice(1)).version).not.toBe(version)
  })
})
