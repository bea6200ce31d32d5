import { describe, expect, it } from 'vitest'
import { reachOf } from './reach'

describe('how far what is sent along goes', () => {
  it('is to the service, or with the embedded voice as far as Pickup’s own server', () => {
    expect(reachOf({ service: { engine: 'cartesia' } })).toBe('service')
    expect(reachOf({ service: { engine: 'embedded' } })).toBe('server')
  })

  it('is taken for the farthest while no engine has answered', () => {
    expect(reachOf({ service: null })).toBe('service')
  })
})
