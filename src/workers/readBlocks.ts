/** Bytes asked for at a time. */
const BLOCK = 2 * 1024 * 1024

/** Keeps what is being read from being collected: with only the reader's promise held, a read was seen to stall. */
const reading = new Set<object>()

/** Takes the next bytes and returns how many it used; the others come again in front of more. They are only lent. */
export type TakeBytes = (bytes: Uint8Array) => number

/**
 * Reads a blob from start to end in blocks of up to 2 MB, into one buffer that goes to the reader and comes back
 * (a plain reader where the stream cannot do that). Each block starts at the start of its buffer. `take` must use all
 * but a small rest of each block. Rejects as the blob's stream does, for example when the file changed on disk.
 */
export async function readBlocks(blob: Blob, take: TakeBytes): Promise<void> {
  const stream = blob.stream()
  const lent = lendingReader(stream)
  const plain = lent ? null : stream.getReader()
  const held = { blob, stream, lent, plain }
  reading.add(held)
  try {
    if (lent) await readInto(lent, take)
    else if (plain) await readPlain(plain, take)
  } finally {
    reading.delete(held)
  }
}

function lendingReader(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | null {
  try {
    return stream.getReader({ mode: 'byob' })
  } catch {
    return null
  }
}

async function readInto(reader: ReadableStreamBYOBReader, take: TakeBytes): Promise<void> {
  let buffer = new ArrayBuffer(BLOCK)
  let kept = 0
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(buffer, kept))
    if (done || value === undefined) return
    buffer = value.buffer
    const bytes = new Uint8Array(buffer, 0, kept + value.length)
    const used = take(bytes)
    bytes.copyWithin(0, used)
    kept = bytes.length - used
  }
}

async function readPlain(reader: ReadableStreamDefaultReader<Uint8Array>, take: TakeBytes): Promise<void> {
  let rest = new Uint8Array(0)
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const bytes = new Uint8Array(rest.length + value.length)
    bytes.set(rest)
    bytes.set(value, rest.length)
    rest = bytes.slice(take(bytes))
  }
}
