import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))
const rows = readFileSync(join(here, '../../docs/security.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\|[\s|-]*$|^\| what is tried/.test(line))
  .map((line) => line.split('|').slice(1, -1))

describe('docs/security.md names a test that is there for each threat', () => {
  test.each(rows)('%s', (_threat, _answer, tests) => {
    const [first = '', ...more] = (tests ?? '').split(/`([\w/.]+)`/)
    expect([first.trim(), more.length > 0]).toEqual(['', true])
    for (let index = 0; index < more.length; index += 2) {
      // A test is named from here, or from the top of the repository.
      const file = more[index] ?? ''
      const place = [join(here, file), join(here, '../..', file)].find((path) => existsSync(path)) ?? file
      const source = readFileSync(place, 'utf8')
      for (const [, name = ''] of (more[index + 1] ?? '').matchAll(/“([^”]+)”/g)) {
        for (const piece of name.split('…')) expect(source).toContain(piece.trim().replace(/,$/, ''))
      }
    }
  })
})
