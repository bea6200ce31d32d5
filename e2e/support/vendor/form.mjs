import { createHash } from 'node:crypto'
import { bad } from './refusal.mjs'

/**
 * Takes a whole multipart form apart, strictly. Written for the stand-in alone, so that no code of Pickup reads what
 * Pickup sent.
 *
 * @param {Buffer} body
 * @param {string} contentType
 */
export function readForm(body, contentType) {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) throw bad('expected multipart/form-data')
  const text = body.toString('latin1')
  const delimiter = `\r\n--${boundary}`
  const [, ...pieces] = `\r\n${text}`.split(delimiter)
  const end = pieces.findIndex((piece) => piece.startsWith('--'))
  if (end === -1) throw bad('multipart: unexpected EOF')
  const fields = []
  const files = []
  for (const piece of pieces.slice(0, end)) {
    const at = piece.indexOf('\r\n\r\n')
    if (!/^[ \t]*\r\n/.test(piece) || at === -1) throw bad('multipart: malformed part')
    const head = Buffer.from(piece.slice(0, at), 'latin1').toString('utf8')
    const bytes = Buffer.from(piece.slice(at + 4), 'latin1')
    const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(head)?.[1] ?? ''
    const name = /(?:^|[;\s])name="([^"]*)"/i.exec(disposition)?.[1]
    if (name === undefined || name === '') throw bad('multipart: part without a name')
    const fileName = /filename="([^"]*)"/i.exec(disposition)?.[1]
    if (fileName === undefined) fields.push([name, bytes.toString('utf8')])
    else files.push({ name, fileName, bytes, type: /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? '' })
  }
  return { fields, files }
}

const byName = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)

/** What a form says, without its bytes: for comparing two of them. */
export function summarize({ fields, files }) {
  return {
    fields: fields.toSorted(byName),
    files: files
      .map(({ name, fileName, type, bytes }) => [
        name,
        fileName,
        type,
        bytes.length,
        createHash('sha256').update(bytes).digest('hex'),
      ])
      .toSorted(byName),
  }
}
