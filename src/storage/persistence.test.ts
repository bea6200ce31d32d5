import { describe, expect, it } from 'vitest'
import { sizeWords } from '../base/sizeWords'
import { persistenceWarning } from './persistence'

describe('sizeWords', () => {
  it('says sizes in decimal units', () => {
    const sizes = [0, 999, 1000, 1_234_567, 123_456_789, 1_938_816_044, 5e15]
    expect(sizes.map(sizeWords)).toEqual(['0 bytes', '999 bytes', '1.0 kB', '1.2 MB', '123 MB', '1.9 GB', '5000 TB'])
  })
})

describe('persistenceWarning', () => {
  it('warns of the worst that is true, and of nothing when all is well', () => {
    const well = { kept: true, used: 5, free: 1e12 }
    expect(persistenceWarning(true, well)).toBeNull()
    expect(persistenceWarning(false, well)).toMatch(/ends with this page/)
    expect(persistenceWarning(true, { ...well, free: 3e8 })).toMatch(/Only 300 MB are left/)
    expect(persistenceWarning(true, { ...well, kept: false })).toMatch(/may clear/)
    expect(persistenceWarning(true, { kept: true, used: null, free: null })).toBeNull()
  })
})
