import { describe, expect, it } from 'vitest'
import { reachOf } from './reach'

describe('how far what is sent along goes', () => {
  it('is to the service, or as far as Pickup’s own server, which may be on this computer', () => {
    expect(reachOf({ service: { engine: 'cartesia' } }, 'localhost')).toBe('service')
    expect(reachOf({ service: { engine: 'embedded' } }, 'localhost')).toBe('computer')
    expect(reachOf({ service: { engine: 'embedded' } }, '127.0.0.1')).toBe('computer')
    expect(reachOf({ service: { engine: 'embedded' } }, 'pickup.example')).toBe('server')
  })

  it('is taken for the farthest while no engine has answered', () => {
    expect(reachOf({ service: null }, 'localhost')).toBe('service')
  })
})
