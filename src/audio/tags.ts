import type { Chunk } from './chunk'
import type { FileLayout } from './layout'
import { markerText } from './riff/cuePoints'
import { latin1, viewOf } from './riff/littleEndian'
import type { ByteSource } from './source'

/** What a file says about itself in words. What it does not say is not there. Text to be shown as text. */
export interface Tags {
  readonly title?: string
  readonly artist?: string
  readonly album?: string
  readonly genre?: string
  readonly comment?: string
  /** As it is written, often `2024-05-17` or a year alone. */
  readonly date?: string
}

/** The names of tags in a `LIST` chunk of type `INFO` (Multimedia Programming Interface 1.0, Microsoft and IBM 1991). */
const infoNames: ReadonlyMap<string, keyof Tags> = new Map([
  ['INAM', 'title'],
  ['IART', 'artist'],
  ['IPRD', 'album'],
  ['IGNR', 'genre'],
  ['ICMT', 'comment'],
  ['ICRD', 'date'],
])

/** Text chunks of AIFF. */
const aiffNames: ReadonlyMap<string, keyof Tags> = new Map([
  ['NAME', 'title'],
  ['AUTH', 'artist'],
  ['ANNO', 'comment'],
])

const longestText = 10_000
const textOf = (bytes: Uint8Array): string => markerText(bytes, longestText)

/** More than any tags need, in bytes; a larger chunk is not read. */
const mostBytes = 2 ** 18

/**
 * Reads the tags of a file of plain samples: `LIST` `INFO`, then what a broadcast extension (`bext`, EBU Tech 3285) says
 * besides, or the text chunks of AIFF. Of several with one name the first counts.
 */
export async function readTags(source: ByteSource, { container, chunks }: FileLayout): Promise<Tags> {
  const found: Tags[] = []
  const read = ({ bodyStart, bodyEnd }: Chunk) => source.read(bodyStart, bodyEnd)
  const small = chunks.filter(({ bodyStart, bodyEnd }) => bodyEnd - bodyStart <= mostBytes)
  for (const chunk of small) {
    const { id } = chunk
    const name = container === 'AIFF' || container === 'AIFC' ? aiffNames.get(id) : undefined
    if (name !== undefined) found.push({ [name]: textOf(await read(chunk)) })
    else if (id === 'LIST' || id === 'list') found.push(infoTags(await read(chunk)))
  }
  for (const chunk of small) if (chunk.id === 'bext') found.push(broadcastTags(await read(chunk)))
  const said = found.flatMap((tags) => Object.entries(tags).filter(([, text]) => text.trim() !== ''))
  return Object.fromEntries(said.reverse())
}

function infoTags(body: Uint8Array): Tags {
  if (latin1(body.subarray(0, 4)) !== 'INFO') return {}
  const tags: Record<string, string> = {}
  const view = viewOf(body)
  for (let at = 4; at + 8 <= body.length; ) {
    const size = view.getUint32(at + 4, true)
    const name = infoNames.get(latin1(body.subarray(at, at + 4)))
    const text = textOf(body.subarray(at + 8, Math.min(body.length, at + 8 + size)))
    if (name !== undefined) tags[name] ??= text
    at += 8 + size + (size % 2)
  }
  return tags
}

/** The description and the date of origin. */
function broadcastTags(body: Uint8Array): Tags {
  const date = latin1(body.subarray(320, 330))
  return { comment: textOf(body.subarray(0, 256)), ...(/^\d{4}-\d\d-\d\d$/.test(date) && { date }) }
}
