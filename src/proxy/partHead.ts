import { badRequest, type ServiceError } from './errors'

const nameRule = /^[\w.[\]-]{1,200}$/
const headerRule = /^[!#$%&'*+.^_`|~0-9a-z-]+$/
/** Readers differ in whether `\"` ends a quoted value, so it may not be in one. Other backslashes stand for themselves or each other. */
const dispositionRule =
  /^form-data(?:[ \t]*;[ \t]*(?:(?:file)?name=(?:"(?:[^"\\]|\\[^"])*"|[^\s";\\]+)|filename\*=[^\s";\\]+))+[ \t]*$/i
const parameterRule = /;[ \t]*(name|filename\*?)=(?:"((?:[^"\\]|\\[^"])*)"|([^\s";\\]+))/gi

/** What the head of a part says. */
export interface PartHead {
  readonly name: string
  readonly isFile: boolean
}

/** Reads the head of one part of a form, without the blank line behind it. Throws `ServiceError` where readers may differ on it. */
export function readPartHead(head: string): PartHead {
  if (/[^\P{Cc}\r\n\t]/u.test(head)) throw malformed('A part of the form holds control characters in its head')
  const headers = headersOf(head)
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary'
  if (!['binary', '8bit', '7bit'].includes(encoding))
    throw malformed('A part of the form is written in an encoding of mail')
  const type = headers.get('content-type') ?? ''
  if (/^multipart\//i.test(type)) throw malformed('A part of the form is a form itself')
  if (/;\s*charset=(?!"?utf-8"?\s*(?:;|$))/i.test(type)) throw malformed('A part of the form is not written in UTF-8')
  const disposition = parametersOf(headers.get('content-disposition') ?? '')
  const name = disposition?.get('name') ?? ''
  if (disposition === null || !nameRule.test(name)) throw malformed('A part of the form has no usable name')
  if (/^(left_audio|right_audio|clip|file)\[\d+\]$/.test(name)) {
    throw badRequest(
      'invalid_field',
      `${name.split('[')[0]}: came as a list of numbers. Send it as a file with a name.`,
    )
  }
  return { name, isFile: disposition.has('filename') || disposition.has('filename*') }
}

/** The headers of a part by their names in small letters. */
function headersOf(head: string): ReadonlyMap<string, string> {
  if (/\r(?!\n)|(?<!\r)\n/.test(head)) throw malformed('A part of the form has a broken line in its head')
  const headers = new Map<string, string>()
  for (const line of head.split('\r\n').filter((text) => text !== '')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon)).toLowerCase()
    if (!headerRule.test(name) || headers.has(name)) throw malformed('A part of the form has an unclear head')
    headers.set(name, line.slice(colon + 1).replace(/^[ \t]+/, ''))
  }
  return headers
}

/** The parameters of a disposition, as they are written. Null where it is unclear. */
function parametersOf(disposition: string): ReadonlyMap<string, string> | null {
  if (!dispositionRule.test(disposition)) return null
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, plain = ''] of disposition.matchAll(parameterRule)) {
    const key = name.toLowerCase()
    if (parameters.has(key)) return null
    parameters.set(key, quoted ?? plain)
  }
  return parameters
}

/** The refusal of a form that is not as it should be. `problem` is a sentence without its full stop. */
export function malformed(problem: string): ServiceError {
  return badRequest('bad_multipart', `${problem}.`)
}
