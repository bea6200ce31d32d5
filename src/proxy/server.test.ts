import { expect, test } from 'vitest'
import { startServer } from './server'

const slow = (ms: number) => ({
  fetch: () => new Promise<Response>((resolve) => setTimeout(() => resolve(new Response('done')), ms)),
})

test('a port that is taken is named, with the way out', async () => {
  const first = await startServer(slow(0), '127.0.0.1', 0)
  await expect(startServer(slow(0), '127.0.0.1', first.port)).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringMatching(new RegExp(`Port ${first.port} .*PICKUP_PORT`)),
  })
  await first.stop(0)
})

test('a stop lets an answer under way finish and takes no new request', async () => {
  const server = await startServer(slow(150), '127.0.0.1', 0)
  const answer = fetch(server.address).then((response) => response.text())
  await new Promise((resolve) => setTimeout(resolve, 50))
  const stopped = server.stop(5000)
  await expect(fetch(server.address)).rejects.toThrow('fetch failed')
  expect(await answer).toBe('done')
  await stopped
})

test('a stop does not wait for ever', async () => {
  const server = await startServer(slow(60_000), '127.0.0.1', 0)
  const answer = fetch(server.address).then(
    () => 'done',
    () => 'cut',
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  await server.stop(50)
  expect(await answer).toBe('cut')
})
