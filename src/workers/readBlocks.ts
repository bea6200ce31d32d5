import { must } from '../base/assert'

/** Bytes asked for at a time. */
const BLOCK = 2 * 1024 * 1024
/** How many bytes a taker may leave at most: nearly a frame of eight 64-bit samples. They are put in front of the next block. */
const REST = 64
/** Blocks asked for at the same time: while one is taken the next is read. */
const AHEAD = 2

/** Keeps what is being read from being collected: with only the reader's promise held, a read was seen to stall. */
const reading = new Set<object>()

/** Takes the next bytes and returns how many it used; the others come again in front of more. They are only lent. */
export type TakeBytes = (bytes: Uint8Array) => number

/**
 * Reads a blob from start to end in blocks of up to 2 MB, into buffers that go to the reader and come back (a plain reader
 * where the stream cannot do that). A block starts anywhere in its buffer. `take` must use all but less than 64 bytes of
 * each. Rejects as the blob's stream does, for example when the file changed on disk.
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
    // After its end or failure there is nothing left to cancel; a taker that threw leaves a stream that would go on reading.
    void (lent ?? plain)?.cancel().catch(() => undefined)
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
  const asked: Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>>[] = []
  /** Of two reads the first to reject ends this; nobody awaits the other then. */
  const ask = (buffer: ArrayBuffer): void => {
    const read = reader.read(new Uint8Array(buffer, REST))
    read.catch(() => undefined)
    asked.push(read)
  }
  for (let i = 0; i < AHEAD; i++) ask(new ArrayBuffer(REST + BLOCK))
  const rest = new Uint8Array(REST)
  let kept = 0
  for (;;) {
    const { value, done } = await must(asked.shift(), 'a read')
    if (done || value === undefined) return
    const bytes = new Uint8Array(value.buffer, REST - kept, kept + value.length)
    bytes.set(rest.subarray(0, kept))
    const used = take(bytes)
    kept = bytes.length - used
    rest.set(bytes.subarray(used))
    ask(value.buffer)
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
