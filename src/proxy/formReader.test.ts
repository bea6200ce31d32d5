import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../base/random'
import { ServiceError } from './errors'
import { type FormLimits, FormReader, fileStart } from './formReader'
import { formBytes, type TestPart } from './testKit'

const limits: FormLimits = { total: 100_000, file: 50_000, field: 1000, parts: 20 }

function read(bytes: Uint8Array, cuts: () => number, options = { keepFiles: true }, boundary = 'test-boundary') {
  const reader = new FormReader(boundary, limits, options)
  for (let at = 0; at < bytes.length; ) {
    const next = Math.min(bytes.length, at + Math.max(1, cuts()))
    reader.push(bytes.subarray(at, next))
    at = next
  }
  return reader.finish()
}

const whole = () => Number.POSITIVE_INFINITY
const refusal = (bytes: Uint8Array, cuts = whole) => {
  try {
    read(bytes, cuts)
  } catch (error) {
    if (error instanceof ServiceError) return `${error.refusal.status} ${error.code}`
    throw error
  }
  return 'accepted'
}

/** Bytes that look as much like delimiters as bytes can. */
function trickyBytes(random: () => number, length: number): Buffer {
  const pieces = ['\r', '\n', '\r\n', '--', '\r\n--', '\r\n--test-bounda', 'test-boundary', '\0', 'é', '\r\n\r\n']
  let bytes = Buffer.alloc(0)
  while (bytes.length < length) {
    const piece = pieces[Math.floor(random() * pieces.length)] ?? ''
    bytes = Buffer.concat([bytes, Buffer.from(piece), Buffer.from([Math.floor(random() * 256)])])
  }
  return bytes.subarray(0, length)
}

describe('a form comes out as it was put in', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('whatever it holds and wherever it is cut (seed %i)', (seed) => {
    const random = mulberry32(seed)
    const parts: TestPart[] = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, index) =>
      random() < 0.5
        ? { name: `field${index}[x]`, value: 'é—\r\n--test-bound\r\n'.repeat(Math.floor(random() * 5)) }
        : { name: `file${index}`, value: trickyBytes(random, Math.floor(random() * 3000)), fileName: 'a %22b%22.wav' },
    )
    const form = read(formBytes(parts), () => 1 + Math.floor(random() * 40))
    const fields = parts.filter((part) => part.fileName === undefined)
    const files = parts.filter((part) => part.fileName !== undefined)
    expect(form.fields).toEqual(fields.map(({ name, value }) => [name, value]))
    expect(form.files.map(({ name, bytes }) => [name, bytes])).toEqual(
      files.map(({ name, value }) => [name, Buffer.from(value)]),
    )
  })

  test('byte by byte', () => {
    const form = read(
      formBytes([
        { name: 'a', value: '' },
        { name: 'b', value: 'x', fileName: 'b' },
      ]),
      () => 1,
    )
    expect(form).toEqual({
      fields: [['a', '']],
      files: [{ name: 'b', size: 1, bytes: Buffer.from('x'), start: Buffer.from('x'), digest: '' }],
    })
  })

  test('with blanks behind its end and headers in another order', () => {
    const text =
      "--test-boundary\r\nX-Odd: 1\r\ncontent-type: text/plain\r\nCONTENT-DISPOSITION: form-data; filename*=UTF-8''a.wav; name=plain\r\n\r\nv\r\n--test-boundary--\r\n \t"
    expect(read(Buffer.from(text), whole).files).toMatchObject([{ name: 'plain', size: 1, bytes: Buffer.from('v') }])
  })

  test('files that are not kept are counted', () => {
    const bytes = formBytes([{ name: 'left_audio', value: Buffer.alloc(40_000, 1), fileName: 'l.wav' }])
    const [file] = read(bytes, () => 1000, { keepFiles: false }).files
    expect(file).toMatchObject({ name: 'left_audio', size: 40_000, bytes: Buffer.alloc(0) })
  })
})

const drop = (name: string) => name.startsWith('drop')

describe('what is let through', () => {
  test.each([21, 22, 23, 24])(
    'is the form without the fields that are dropped, wherever it is cut (seed %i)',
    (seed) => {
      const random = mulberry32(seed)
      const parts: TestPart[] = Array.from({ length: 1 + Math.floor(random() * 9) }, (_, index) => ({
        name: random() < 0.5 ? `drop${index}` : `keep${index}`,
        value: trickyBytes(random, Math.floor(random() * 60))
          .toString('latin1')
          .replace(/[^\x20-\x7e\r\n]/g, '?'),
        ...(random() < 0.3 ? { fileName: 'a.wav' } : {}),
      }))
      const bytes = Buffer.concat([formBytes(parts), Buffer.from('\r\n   \t')])
      const reader = new FormReader('test-boundary', limits, { keepFiles: true, drop })
      const through: Buffer[] = []
      for (let at = 0; at < bytes.length; ) {
        const next = Math.min(bytes.length, at + 1 + Math.floor(random() * 30))
        through.push(...reader.push(bytes.subarray(at, next)))
        at = next
      }
      const passed = Buffer.concat(through)
      expect(passed.length + reader.dropped).toBe(bytes.length)
      const kept = parts.filter(({ name, fileName }) => fileName !== undefined || !drop(name))
      expect(read(passed, whole)).toEqual(read(formBytes(kept), whole))
      expect(reader.finish().fields).toHaveLength(parts.filter(({ fileName }) => fileName === undefined).length)
    },
  )

  test('files have a digest and a start, kept or not', () => {
    const value = Buffer.alloc(9000, 7)
    const reader = new FormReader('test-boundary', limits, { keepFiles: false, digestFiles: true })
    const bytes = formBytes([{ name: 'clip', value, fileName: 'c.wav' }])
    for (let at = 0; at < bytes.length; at += 700) reader.push(bytes.subarray(at, at + 700))
    const [file] = reader.finish().files
    expect(file?.digest).toBe(createHash('sha256').update(value).digest('hex'))
    expect(file?.start).toEqual(value.subarray(0, fileStart))
  })
})

const file = (size: number): TestPart => ({ name: `f${size}`, value: Buffer.alloc(size), fileName: 'f' })

describe('a form that is wrong is refused', () => {
  const part = '--test-boundary\r\nContent-Disposition: form-data; name="a"\r\n\r\nv\r\n'
  const end = '--test-boundary--\r\n'
  const named = (disposition: string) => Buffer.from(`--test-boundary\r\n${disposition}\r\n\r\nv\r\n${end}`)

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['cut before the end', Buffer.from(part)],
    ['cut in a head', Buffer.from('--test-boundary\r\nContent-Dis')],
    ['another boundary', formBytes([{ name: 'a', value: 'v' }], 'other')],
    ['no name', named('Content-Disposition: form-data')],
    ['an empty name', named('Content-Disposition: form-data; name=""')],
    ['an endless name', named(`Content-Disposition: form-data; name="${'n'.repeat(201)}"`)],
    ['no disposition', named('Content-Type: text/plain')],
    ['no head', Buffer.from(`--test-boundary\r\n\r\nv\r\n${end}`)],
    ['an attachment', named('Content-Disposition: attachment; name="a"')],
    ['a name with other letters', named('Content-Disposition: form-data; name="a b"')],
    ['a nested form', named('Content-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=x')],
    ['control characters', named('Content-Disposition: form-data; name="a"; filename="a\0.wav"')],
    ['base64', named('Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64')],
    ['a head without end', Buffer.from(`--test-boundary\r\nX: ${'y'.repeat(10_000)}`)],
    ['a boundary that goes on', Buffer.from(`--test-boundaryx\r\n${part}${end}`)],
    ['endless padding', Buffer.from(`--test-boundary${' '.repeat(5000)}`)],
    ['too many parts', Buffer.from(part.repeat(21) + end)],
    ['something before it', Buffer.concat([Buffer.from('hello\r\n'), Buffer.from(part + end)])],
    ['an empty line before it', Buffer.from(`\r\n${part}${end}`)],
    ['something behind it', Buffer.from(`${part}${end}x`)],
    ['another form behind it', Buffer.from(part + end + part + end)],
    ['padding behind a boundary', Buffer.from(`--test-boundary \r\n${part.slice(17)}${end}`)],
    ['a boundary behind a bare line feed', Buffer.from(part.replace('v\r\n', 'v\n') + end)],
    ['a boundary within a line', Buffer.from(part.replace('v', 'v--test-boundary') + end)],
    ['a boundary right behind a head', Buffer.from(part.replace('v\r\n', '') + end)],
    ['a bare line feed in a head', named('X: y\nContent-Disposition: form-data; name="a"')],
    ['a bare carriage return in a head', named('X: y\rContent-Disposition: form-data; name="a"')],
    ['a header that goes on', named('Content-Disposition: form-data;\r\n name="a"')],
    ['a header without a colon', named('Content-Disposition: form-data; name="a"\r\nX')],
    ['a header with a blank in its name', named('Content-Disposition : form-data; name="a"')],
    ['two dispositions', named('Content-Disposition: form-data; name="a"\r\ncontent-disposition: form-data; name="b"')],
    ['two names', named('Content-Disposition: form-data; name="a"; name="b"')],
    ['two file names', named('Content-Disposition: form-data; name="a"; filename="b"; Filename="c"')],
    ['a name in a quoted value', named('Content-Disposition: form-data; x="; name=a"; name="b"')],
    ['a name in a file name', named('Content-Disposition: form-data; filename="; name=a"')],
    ['an escaped quote', named('Content-Disposition: form-data; filename="\\"; name="b"')],
    ['an escaped letter in a name', named('Content-Disposition: form-data; name="\\a"')],
    ['another parameter', named('Content-Disposition: form-data; name="a"; name*=UTF-8\'\'b')],
    [
      'another character set',
      named('Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=utf-7'),
    ],
    ['a field that is not UTF-8', Buffer.concat([Buffer.from(part), Buffer.from([0xff])])],
  ])('%s', (_, bytes) => {
    expect(refusal(bytes)).toBe('400 bad_multipart')
    expect(refusal(bytes, () => 1)).toBe('400 bad_multipart')
  })

  test('bytes that are not UTF-8 in a field', () => {
    expect(refusal(formBytes([{ name: 'transcript', value: Buffer.from([0xc3, 0x28]) }]))).toBe('400 invalid_field')
  })

  test('audio that a client sent as a list of numbers', () => {
    expect(refusal(formBytes([{ name: 'left_audio[0]', value: '82' }]))).toBe('400 invalid_field')
  })

  test('more than is allowed, in a field, a file and in all', () => {
    expect(refusal(formBytes([{ name: 'a', value: 'x'.repeat(1001) }]))).toBe('413 body_too_large')
    expect(refusal(formBytes([{ name: 'a', value: 'x'.repeat(1000) }]))).toBe('accepted')
    expect(refusal(formBytes([file(50_001)]))).toBe('413 body_too_large')
    expect(refusal(formBytes([file(49_000), file(49_001), file(2000)]))).toBe('413 body_too_large')
    expect(refusal(Buffer.alloc(100_001))).toBe('413 body_too_large')
  })

  test.each([11, 12, 13, 14, 15, 16])(
    'noise and torn forms end in a refusal or a form, never in a crash (seed %i)',
    (seed) => {
      const random = mulberry32(seed)
      const good = formBytes([
        { name: 'a', value: 'text' },
        { name: 'f', value: trickyBytes(random, 200), fileName: 'f.wav' },
      ])
      for (let round = 0; round < 200; round++) {
        const torn = Buffer.from(good)
        for (let flip = 0; flip < 4; flip++) torn[Math.floor(random() * torn.length)] = Math.floor(random() * 256)
        expect(refusal(torn, () => 1 + Math.floor(random() * 30))).toMatch(/^(accepted|4\d\d \w+)$/)
      }
      expect(refusal(trickyBytes(random, 5000))).toMatch(/^4\d\d \w+$/)
    },
  )
})
