import { expect, test } from 'vitest'
import { embeddedVoices, listVoices, voiceById } from './voices'

const ids = embeddedVoices.map(({ body }) => body.id)
type Query = Readonly<Record<string, string>>
const list = (query: Query) => listVoices(new URLSearchParams(query))
const names = (query: Query) => list(query).data.map(({ name }) => name)

test('there are five, with ids that never change', () => {
  expect(ids).toEqual(['01', '02', '03', '04', '05'].map((last) => `f117e000-0000-4000-8000-0000000000${last}`))
  expect(voiceById(ids[2] ?? '')?.name).toBe('awb')
  expect(voiceById('6ccbfb76-1fc6-48f7-b71d-91ac6298247b')).toBeNull()
})

test('pages forwards and backwards show each voice once', () => {
  const seen: string[] = []
  for (let after: string | undefined; ; ) {
    const page = list({ limit: '2', ...(after === undefined ? {} : { starting_after: after }) })
    seen.push(...page.data.map(({ id }) => id))
    after = seen.at(-1)
    if (!page.has_more) break
  }
  expect(seen).toEqual(ids)
  expect(list({ limit: '2', ending_before: ids[4] ?? '' })).toMatchObject({
    data: [{ id: ids[2] }, { id: ids[3] }],
    has_more: true,
  })
  expect(list({ limit: '9', ending_before: ids[1] ?? '' })).toMatchObject({
    data: [{ id: ids[0] }],
    has_more: false,
  })
})

test('they can be searched', () => {
  expect(names({ limit: '10', q: 'KEVIN' })).toEqual(['Kevin', 'Kevin, telephone'])
  expect(names({ limit: '10', gender: 'feminine' })).toEqual(['Susan'])
  expect(names({ limit: '10', language: 'de' })).toEqual([])
  expect(names({ limit: '10', is_owner: 'true' })).toEqual([])
  expect(names({ limit: '10', is_owner: 'false' })).toHaveLength(5)
})
