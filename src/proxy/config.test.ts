import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config'

test('with nothing set the embedded voice speaks, on loopback', () => {
  expect(readConfig({})).toEqual({
    apiKey: null,
    baseUrl: 'https://api.cartesia.ai',
    apiVersion: '2026-03-01',
    host: '127.0.0.1',
    port: 5178,
    allowedHosts: [],
    accessToken: null,
    behindProxy: false,
    dailyCredits: 0,
    dailyCreditsOfAll: 0,
    requestsPerMinute: 600,
    cacheBytes: 64 * 1024 * 1024,
    redisUrl: null,
    logRequests: false,
    maxUploadBytes: 25 * 1024 * 1024,
    maxSideBytes: 10 * 1024 * 1024,
    timeoutMs: 120_000,
  })
  expect(readConfig({ CARTESIA_API_KEY: '  ', PICKUP_PORT: '' })).toEqual(readConfig({}))
})

test('what is set is read, white space around it left out', () => {
  const config = readConfig({
    CARTESIA_API_KEY: ' sk_car_abcdefgh\n',
    CARTESIA_BASE_URL: 'https://proxy.example.org/cartesia/',
    PICKUP_HOST: '::1',
    PICKUP_PORT: '6000',
    PICKUP_ALLOWED_HOSTS: 'Studio.local, pickup.example.org',
    PICKUP_MAX_UPLOAD_MB: '1.5',
    PICKUP_TIMEOUT_SECONDS: '60',
  })
  expect(config).toMatchObject({
    apiKey: 'sk_car_abcdefgh',
    baseUrl: 'https://proxy.example.org/cartesia',
    host: '::1',
    port: 6000,
    allowedHosts: ['studio.local', 'pickup.example.org'],
    maxUploadBytes: 1_572_864,
    timeoutMs: 60_000,
  })
  expect(readConfig({ CARTESIA_BASE_URL: 'http://127.0.0.1:9000' }).baseUrl).toBe('http://127.0.0.1:9000')
})

function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error)
  }
  return 'accepted'
}

describe('a wrong value stops the start and is named, but not repeated', () => {
  test.each([
    ['CARTESIA_API_KEY', 'sk_car_abc def'],
    ['CARTESIA_API_KEY', 'sk_car_abcdefgh\r\nX-Evil: 1'],
    ['CARTESIA_API_KEY', 'short'],
    ['CARTESIA_BASE_URL', 'api.cartesia.ai'],
    ['CARTESIA_BASE_URL', 'http://api.cartesia.ai'],
    ['CARTESIA_BASE_URL', 'http://169.254.169.254/latest'],
    ['CARTESIA_BASE_URL', 'https://user:secret@api.cartesia.ai'],
    ['CARTESIA_BASE_URL', 'https://api.cartesia.ai/?x=1'],
    ['CARTESIA_BASE_URL', 'file:///etc/passwd'],
    ['PICKUP_HOST', '0.0.0.0'],
    ['PICKUP_HOST', '192.168.1.2'],
    ['PICKUP_HOST', 'studio.local'],
    ['CARTESIA_VERSION', '2026-01-01'],
    ['PICKUP_ACCESS_TOKEN', 'too-short'],
    ['PICKUP_ACCESS_TOKEN', 'sixteen letters but with spaces'],
    ['PICKUP_BEHIND_PROXY', 'yes'],
    ['PICKUP_DAILY_CREDITS', '-1'],
    ['PICKUP_DAILY_CREDITS_OF_ALL', '1.5'],
    ['PICKUP_REQUESTS_PER_MINUTE', 'many'],
    ['PICKUP_CACHE_MB', '5000'],
    ['PICKUP_LOG', 'all'],
    ['REDIS_URL', 'http://127.0.0.1:6379'],
    ['REDIS_URL', 'localhost'],
    ['PICKUP_PORT', '0'],
    ['PICKUP_PORT', '70000'],
    ['PICKUP_PORT', '80.5'],
    ['PICKUP_PORT', 'http'],
    ['PICKUP_ALLOWED_HOSTS', 'studio.local:80'],
    ['PICKUP_MAX_UPLOAD_MB', '-1'],
    ['PICKUP_MAX_SIDE_MB', 'ten'],
    ['PICKUP_TIMEOUT_SECONDS', '0'],
  ])('%s=%s', (name, value) => {
    expect(refusal({ [name]: value })).toContain(`${name} `)
  })

  test('other machines are served only with an access token', () => {
    const PICKUP_ACCESS_TOKEN = 'a-token-of-some-length'
    expect(readConfig({ PICKUP_HOST: '0.0.0.0', PICKUP_ACCESS_TOKEN })).toMatchObject({
      host: '0.0.0.0',
      accessToken: PICKUP_ACCESS_TOKEN,
    })
    expect(refusal({ PICKUP_HOST: '0.0.0.0' })).toContain('PICKUP_ACCESS_TOKEN')
  })

  test('a wrong key is not repeated', () => {
    expect(refusal({ CARTESIA_API_KEY: 'sk_car_abc def' })).not.toContain('abc')
    expect(refusal({ CARTESIA_BASE_URL: 'https://user:secret@api.cartesia.ai' })).not.toContain('secret')
  })

  test('all of them at once', () => {
    expect(() => readConfig({ PICKUP_PORT: 'x', PICKUP_HOST: 'y' })).toThrow(/PICKUP_HOST .*PICKUP_PORT /)
  })
})
