import { expect, test } from 'vitest'
import { mulberry32 } from '../base/random'
import { ServiceError } from './errors'
import { FormReader } from './formReader'

/*
 * Whatever is let through must mean to the service what it meant here. Another reader of forms, Node's own, stands for
 * the service: what both read, both must read alike.
 */

const pieces = [
  '--edge\r\n',
  '\r\n--edge\r\n',
  '\r\n--edge--\r\n',
  '\n--edge\n',
  '--edge',
  '--edge--',
  'Content-Disposition: form-data; name="a"',
  'Content-Disposition: form-data; name="transcript"',
  'content-disposition: form-data; name="a"; filename="b"',
  '; filename="x"',
  '; name="b"',
  '; name=c',
  'Content-Type: text/plain',
  '\r\n\r\n',
  '\r\n',
  '\r',
  '\n',
  '"',
  '\\',
  '\\"',
  ';',
  ' ',
  '\t',
  'some text',
  '--',
]
const part = (name: string, more = '') =>
  `--edge\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\nvalue of ${name}\r\n`
const good = `${part('transcript')}${part('left_audio', '; filename="l.wav"')}${part('take')}--edge--\r\n`
const type = 'multipart/form-data; boundary=edge'

/** Name, whether it is a file, and content, of each part. Null where the form is refused. */
type Parts = readonly (readonly [string, boolean, string])[] | null

function ours(text: string): Parts {
  const reader = new FormReader('edge', { total: 1e5, file: 1e5, field: 1e5, parts: 40 }, { keepFiles: true })
  try {
    reader.push(Buffer.from(text))
    const { fields, files } = reader.finish()
    return [
      ...fields.map(([name, value]) => [name, false, value] as const),
      ...files.map(({ name, bytes }) => [name, true, bytes.toString()] as const),
    ]
  } catch (error) {
    if (error instanceof ServiceError) return null
    throw error
  }
}

async function theirs(text: string): Promise<Parts> {
  const form = await new Response(text, { headers: { 'content-type': type } }).formData().catch(() => null)
  if (form === null) return null
  const parts = await Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string' ? ([name, false, value] as const) : ([name, true, await value.text()] as const),
    ),
  )
  return [...parts.filter(([, isFile]) => !isFile), ...parts.filter(([, isFile]) => isFile)]
}

test.each([1, 2, 3, 4])('another reader reads what is let through alike (seed %i)', async (seed) => {
  const random = mulberry32(seed)
  const pick = (length: number) => Math.floor(random() * length)
  const agreed = { both: 0 }
  for (let round = 0; round < 1500; round++) {
    let text = good
    for (let change = 1 + pick(3); change > 0; change--) {
      const at = pick(text.length + 1)
      const gone = random() < 0.4 ? pick(12) : 0
      text = text.slice(0, at) + (pieces[pick(pieces.length)] ?? '') + text.slice(at + gone)
    }
    const read = ours(text)
    if (read === null) continue
    const other = await theirs(text)
    if (other === null) continue
    agreed.both++
    expect({ text, parts: read }).toEqual({ text, parts: other })
  }
  expect(agreed.both).toBeGreaterThan(50)
})

test('a form as clients write it is read by both', async () => {
  const expected = [
    ['transcript', false, 'value of transcript'],
    ['take', false, 'value of take'],
    ['left_audio', true, 'value of left_audio'],
  ]
  expect(ours(good)).toEqual(expected)
  expect(await theirs(good)).toEqual(expected)
})
