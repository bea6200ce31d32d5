// Reads a file as src/workers/readBlocks.ts does, and does nothing with it.
const block = 2 * 1024 * 1024

async function read(file) {
  const reader = file.stream().getReader({ mode: 'byob' })
  let buffer = new ArrayBuffer(block)
  let bytes = 0
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(buffer))
    if (done) break
    bytes += value.length
    buffer = value.buffer
  }
  self.postMessage(bytes, [])
}

self.addEventListener('message', ({ data }) => void read(data))
