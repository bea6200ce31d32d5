import { EventEmitter, once } from 'node:events'
import { expect, test } from 'vitest'
import { startServer } from './server'

/** An app that answers its first request when it is told to, and tells when that has come. */
function held() {
  const events = new EventEmitter()
  const fetch = async () => {
    events.emit('asked')
    await once(events, 'answer')
    return new Response('done')
  }
  return { fetch, asked: once(events, 'asked'), answer: () => void events.emit('answer') }
}

test('a port that is taken is named, with the way out', async () => {
  const first = await startServer(held(), '127.0.0.1', 0)
  await expect(startServer(held(), '127.0.0.1', first.port)).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringMatching(new RegExp(`Port ${first.port} .*PICKUP_PORT`)),
  })
  await first.stop(0)
})

test('a stop lets an answer under way finish and takes no new request', async () => {
  const app = held()
  const server = await startServer(app, '127.0.0.1', 0)
  const answer = fetch(server.address).then((response) => response.text())
  await app.asked
  const stopped = server.stop(60_000)
  await expect(fetch(server.address)).rejects.toThrow('fetch failed')
  app.answer()
  expect(await answer).toBe('done')
  await stopped
})

test('a stop does not wait for ever', async () => {
  const app = held()
  const server = await startServer(app, '127.0.0.1', 0)
  const answer = fetch(server.address).then(
    () => 'done',
    () => 'cut',
  )
  await app.asked
  await server.stop(1)
  expect(await answer).toBe('cut')
})
