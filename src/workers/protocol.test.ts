import { describe, expect, it } from 'vitest'
import { isAbort, PickupError } from '../base/errors'
import { fromWire, toWire } from './protocol'

const across = (error: unknown): Error => fromWire(structuredClone(toWire(error)))

describe('errors between a worker and the page', () => {
  it('keep the code, the message and the data of a PickupError', () => {
    const error = across(new PickupError('file-changed', 'It moved. Open it again.', { bytes: 3 }))
    expect(error).toBeInstanceOf(PickupError)
    expect(error).toMatchObject({ code: 'file-changed', message: 'It moved. Open it again.', data: { bytes: 3 } })
  })

  it('let an abort stay an abort', () => {
    expect(isAbort(across(new DOMException('stopped', 'AbortError')))).toBe(true)
  })

  it('keep the name and message of any other error, and the text of what is none', () => {
    expect(across(new RangeError('too long'))).toMatchObject({ name: 'RangeError', message: 'too long' })
    expect(across('odd')).toMatchObject({ name: 'Error', message: 'odd' })
  })
})
