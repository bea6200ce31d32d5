import { randomUUID } from 'node:crypto'
import { bad, Refusal } from './refusal.mjs'

const names = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana', 'Ivo', 'Jun', 'Kim', 'Lou', 'Mia']

/** The voices of one account: two from the vendor's examples, some public ones, and what is cloned. */
export class Voices {
  constructor() {
    const ids = ['6ccbfb76-1fc6-48f7-b71d-91ac6298247b', '694f9389-aac1-45b6-b726-9d9369183238']
    this.all = names.map((name, index) => ({
      id: ids[index] ?? `00000000-0000-4000-8000-0000000000${String(index).padStart(2, '0')}`,
      name,
      description: `${name} reads the news.`,
      language: index % 4 === 3 ? 'de' : 'en',
      gender: index % 2 === 0 ? 'feminine' : 'masculine',
      created_at: `2025-01-${String(index + 1).padStart(2, '0')}T00:00:00Z`,
      owner: index === 1,
    }))
  }

  has(id) {
    return this.all.some((voice) => voice.id === id)
  }

  find(id) {
    const voice = this.all.find((candidate) => candidate.id === id)
    if (voice === undefined) throw new Refusal(404, 'voice_not_found', 'Voice not found', `no voice ${id}`)
    return voice
  }

  add({ name, description, language }) {
    const created_at = '2026-01-01T00:00:00Z'
    const voice = { id: randomUUID(), name, description, language, gender: null, created_at, owner: true }
    this.all.unshift(voice)
    return voice
  }

  /** So many public voices more, after all others. */
  addPublic(count) {
    const from = this.all.length
    for (let index = from; index < from + count; index++) {
      const [number, created_at] = [String(index).padStart(4, '0'), '2025-06-01T00:00:00Z']
      const about = { description: `Reader ${number}.`, language: 'en', gender: 'masculine', created_at, owner: false }
      this.all.push({ id: `00000000-0000-4000-8000-00000001${number}`, name: `Reader ${number}`, ...about })
    }
  }

  remove(id) {
    this.all.splice(this.all.indexOf(this.find(id)), 1)
  }

  /** One page, by the last id. @param {URLSearchParams} query */
  page(query, version, address) {
    const limit = Number(query.get('limit') ?? 10)
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw bad('limit must be from 1 to 100')
    const wanted = (query.get('q') ?? '').toLowerCase()
    const matching = this.all.filter(
      (voice) =>
        `${voice.name} ${voice.description} ${voice.id}`.toLowerCase().includes(wanted) &&
        (query.get('is_owner') === null || String(voice.owner) === query.get('is_owner')) &&
        (query.get('gender') === null || voice.gender === query.get('gender')) &&
        (query.get('language') === null || voice.language === query.get('language')),
    )
    const after = query.get('starting_after')
    const before = query.get('ending_before')
    const at = matching.findIndex(({ id }) => id === (after ?? before))
    if ((after ?? before) !== null && at === -1) throw bad('unknown id in the query')
    const end = before === null ? matching.length : at
    const start = before === null ? at + 1 : Math.max(0, end - limit)
    const data = matching.slice(start, Math.min(end, start + limit))
    const shaped = data.map((voice) => shapeVoice(voice, version, wantsPreview(query), address))
    if (version === '2024-06-10') return shaped
    const hasMore = before === null ? start + data.length < matching.length : start > 0
    return { data: shaped, has_more: hasMore, ...(hasMore ? { next_page: data.at(-1)?.id } : {}) }
  }
}

/** @param {URLSearchParams} query */
export function wantsPreview(query) {
  return query.getAll('expand[]').includes('preview_file_url')
}

/** A voice as this version of the API writes it. */
export function shapeVoice(voice, version, preview, address) {
  const { id, name, description, language, gender, created_at, owner } = voice
  const same = { id, name, description, language, gender, created_at, is_owner: owner }
  const url = preview ? { preview_file_url: `${address}/files/previews/${id}.wav` } : {}
  if (version < '2026-08-14') return { ...same, is_public: !owner, ...url }
  const locale = language === 'en' ? 'en-US' : 'de-DE'
  return {
    ...same,
    access: owner ? 'private' : 'public',
    visibility: owner ? 'owner' : 'all',
    tagline: 'News',
    accent: language === 'en' ? 'general-american' : 'high-german',
    locales: [{ locale, is_native: true }],
    ...url,
  }
}
