import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { firstLoadOf } from './firstLoadPlugin'

const chunk = (code: string, imports: readonly string[] = []) => ({ type: 'chunk', code, imports })

describe('firstLoadOf', () => {
  it('counts each script that is imported at once, at any depth and once, gzipped', () => {
    const bundle = {
      'index.js': chunk('index'.repeat(100), ['a.js', 'b.js']),
      'a.js': chunk('a'.repeat(1000), ['c.js']),
      'b.js': chunk('b', ['c.js']),
      'c.js': chunk('c', ['index.js']),
      'later.js': chunk('later', ['a.js']),
      'index.css': { type: 'asset' },
    }
    const sizes = firstLoadOf(bundle, 'index.js')
    expect([...sizes.keys()].sort()).toEqual(['a.js', 'b.js', 'c.js', 'index.js'])
    expect(sizes.get('a.js')).toBe(gzipSync('a'.repeat(1000)).length)
  })
})
