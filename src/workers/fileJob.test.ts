import { expect, it, vi } from 'vitest'
import type { WorkerPort } from './bridge'
import { runFileJob } from './fileJob'

/** The origin's private files, of which only the removed names are kept. */
function fakeStorage(): string[] {
  const removed: string[] = []
  const folder = {
    getDirectoryHandle: () => folder,
    removeEntry: (name: string) => Promise.resolve(void removed.push(name)),
  }
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(folder) } })
  return removed
}

/** A worker that is done as soon as it is asked, and what `onAsked` does before it says so. */
function doneWorker(onAsked: () => void): WorkerPort {
  const target = new EventTarget()
  return {
    addEventListener: (type, listener, options) => target.addEventListener(type, listener, options),
    postMessage: (request) => {
      if (request === 'cancel') return
      onAsked()
      target.dispatchEvent(new MessageEvent('message', { data: { kind: 'done', result: 'written' } }))
    },
    terminate: () => undefined,
  }
}

const job = { request: {}, path: 'folder/out', onProgress: () => undefined }

it('gives what the worker made', async () => {
  const removed = fakeStorage()
  const { signal } = new AbortController()
  expect(await runFileJob({ ...job, start: () => doneWorker(() => undefined), signal })).toBe('written')
  expect(removed).toEqual([])
})

it('rejects when it was cancelled while the worker was done, and leaves no file', async () => {
  const removed = fakeStorage()
  const abort = new AbortController()
  const running = runFileJob({ ...job, start: () => doneWorker(() => abort.abort()), signal: abort.signal })
  await expect(running).rejects.toBe(abort.signal.reason)
  expect(removed).toEqual(['out'])
})
