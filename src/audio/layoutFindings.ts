import { type Chunk, isCut } from './chunk'
import type { WalkedChunks } from './chunkWalk'
import type { AudioFormat } from './format'
import { byteText, type LayoutNote } from './riff/layoutNotes'

/** What was found in a file of chunks, for telling what is odd about it. */
export interface Found {
  readonly walked: WalkedChunks
  readonly format: AudioFormat
  /** The chunk with the samples. */
  readonly samples: Chunk
  /** Bytes of samples that its header promises, and those that are there. */
  readonly promisedBytes: number
  readonly heldBytes: number
  /** Whether every number that repeats a length is right. */
  readonly sizesRight: boolean
  /** Whether the last chunk lacks padding that the container asks for. */
  readonly padMissing: boolean
  /** Ids of which one chunk counts. */
  readonly single: readonly string[]
  /** Bytes of the file. */
  readonly size: number
}

/** Everything that keeps an unchanged export from being the same file, in words. For containers other than RIFF. */
export function notesOf(found: Found): LayoutNote[] {
  const { walked, format, samples, size } = found
  const notes: LayoutNote[] = []
  if (walked.samples === 'cut') notes.push(cutNote(found))
  else if (walked.samples === 'streamed') {
    notes.push({
      code: 'sizes-repaired',
      message:
        'The header leaves the length open, as recorders do that never finished it. Everything to the end of the file was taken as sound, and the export says the length right.',
    })
  }
  const spare = found.heldBytes % format.bytesPerFrame
  if (spare > 0 && walked.samples !== 'cut') {
    const message = `The samples end inside a frame. Its ${byteText(spare)} are left out.`
    notes.push({ code: 'partial-frame', message })
  }
  const last = walked.chunks.at(-1)
  if (last !== undefined && last !== samples && isCut(last)) {
    const missing = byteText(last.declaredSize - (last.bodyEnd - last.bodyStart))
    const message = `The file ends ${missing} before its “${last.id}” chunk does. The export keeps what is there.`
    notes.push({ code: 'truncated', message })
  }
  if (found.padMissing && last !== undefined) {
    const message = `The pad byte behind the “${last.id}” chunk is missing. The export puts it in.`
    notes.push({ code: 'pad-byte', message })
  }
  for (const id of found.single) {
    if (walked.chunks.filter((chunk) => chunk.id === id).length > 1) {
      const message = `The file has more than one “${id.trim()}” chunk. The first one was opened; the others are left out of the export.`
      notes.push({ code: 'second-chunk', message })
    }
  }
  if (walked.end < size) {
    const message = `Behind the last chunk the file goes on for ${byteText(size - walked.end)} that belong to none. This is not taken as sound and is left out of the export.`
    notes.push({ code: 'trailing-bytes', message })
  }
  if (notes.length === 0 && !found.sizesRight) {
    const message =
      'Lengths in the header are wrong. The file was read by what it holds, and the export says them right.'
    notes.push({ code: 'sizes-repaired', message })
  }
  return notes
}

function cutNote({ format, promisedBytes, heldBytes }: Found): LayoutNote {
  const promised = Math.floor(promisedBytes / format.bytesPerFrame)
  const missing = promised - Math.floor(heldBytes / format.bytesPerFrame)
  const seconds = (missing / format.rate).toFixed(3)
  return {
    code: 'truncated',
    message: `The recording is cut: ${missing} of ${promised} frames (${seconds} s) are missing at the end. What is there can be edited; look for a complete copy if you need the rest.`,
  }
}
