import { describe, expect, it, vi } from 'vitest'
import { keepPreferences, readPreferences, usualPreferences } from './preferences'

/** A storage of one page. */
function storageWith(text: string | null) {
  const held = new Map<string, string>(text === null ? [] : [['pickup-preferences', text]])
  return {
    length: 0,
    clear: () => held.clear(),
    key: () => null,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  }
}

/** What a browser does that lets the page keep nothing. */
function denied(): Storage {
  throw new DOMException('denied', 'SecurityError')
}

describe('preferences', () => {
  it('come back as they were kept', () => {
    const storage = storageWith(null)
    expect(readPreferences(() => storage)).toEqual(usualPreferences)
    const kept = { autoplay: false, takesAtOnce: 3, firstSteps: false, offersCopy: false }
    keepPreferences(() => storage, kept)
    expect(readPreferences(() => storage)).toEqual(kept)
  })

  it('are the usual ones where they cannot be read, or kept', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    for (const text of ['', '{', 'null', '[]', '{"takesAtOnce":9}', '{"autoplay":"yes"}']) {
      expect(readPreferences(() => storageWith(text))).toEqual(usualPreferences)
    }
    expect(readPreferences(denied)).toEqual(usualPreferences)
    expect(() => keepPreferences(denied, usualPreferences)).not.toThrow()
    warn.mockRestore()
  })
})
