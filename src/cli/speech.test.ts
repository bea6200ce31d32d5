import { expect, test } from 'vitest'
import { startVendor } from '../../e2e/support/vendor/vendor.mjs'
import { openSpeech } from './speech'

const start = () => {
  throw new Error('nothing is spoken here')
}

test('a command looks for the store that REDIS_URL names, and says that it goes on without it', async () => {
  const vendor = await startVendor()
  const lines: string[] = []
  const environment = {
    CARTESIA_API_KEY: vendor.key,
    CARTESIA_BASE_URL: vendor.address,
    // Port 1 of loopback: nobody listens there.
    REDIS_URL: 'redis://:s3cret@127.0.0.1:1',
  }
  const speech = openSpeech({ environment, version: '1', start, tell: (line) => lines.push(line) })
  try {
    expect(await speech.firstVoice()).toMatch(/^[\w-]+$/)
    expect(lines.join()).toContain('redis_lost')
    expect(lines.join()).not.toContain('s3cret')
  } finally {
    await speech.close()
    await vendor.close()
  }
})
