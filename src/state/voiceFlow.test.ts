import { beforeEach, describe, expect, it, vi } from 'vitest'
import { MODELS, type StatusBody, type VoiceBody } from '../infill/contract'
import type { ViewState } from '../storage/viewState'
import { createAppStore } from './store'
import {
  chooseVoice,
  findVoices,
  firstPlace,
  loadVoices,
  removeVoice,
  restoreVoice,
  settleLanguage,
  type VoicePlace,
} from './voiceFlow'

const signal = new AbortController().signal
const voice = (id: string, own = false): VoiceBody => ({
  id,
  name: `Name of ${id}`,
  description: '',
  language: 'en',
  gender: null,
  accent: null,
  is_owner: own,
  is_public: !own,
  created_at: '',
  preview_file_url: null,
})
const service: StatusBody = {
  ok: true,
  version: '1',
  engine: 'cartesia',
  engineLabel: 'Cartesia',
  capabilities: {
    needsVoice: true,
    languages: ['en', 'fr'],
    models: MODELS,
    sampleRates: [44_100],
    maxContextSeconds: 30,
    maxCharacters: 2000,
    billed: true,
    makesVoices: true,
    changesVoices: true,
  },
}
const view: ViewState = {
  position: 0,
  selection: null,
  pixelsPerSecond: null,
  snap: true,
  text: '',
  editing: null,
  voiceId: null,
  language: null,
  model: null,
}

/** The voices of the service, which answers like the server: pages by the last id, one voice, deletion. */
let all: VoiceBody[]
const answer = async (path: string, init: RequestInit = {}): Promise<Response> => {
  const url = new URL(path, 'http://pickup')
  const one = all.find(({ id }) => url.pathname === `/api/voices/${id}`)
  if (init.method === 'DELETE') {
    all = all.filter((other) => other !== one)
    return new Response(null, { status: 204 })
  }
  if (url.pathname !== '/api/voices') return one ? Response.json(one) : Response.json({}, { status: 404 })
  const query = url.searchParams
  const found = all.filter(({ is_owner }) => (query.get('is_owner') ?? String(is_owner)) === String(is_owner))
  const from = 1 + found.findIndex(({ id }) => id === query.get('starting_after'))
  const to = from + Number(query.get('limit'))
  return Response.json({ data: found.slice(from, to), has_more: to < found.length })
}

beforeEach(() => {
  all = [voice('a'), voice('b'), voice('mine', true)]
  vi.stubGlobal('fetch', answer)
})
describe('the short list', () => {
  it('has the user’s own first, and the first is chosen where none was', async () => {
    const app = { store: createAppStore() }
    expect((await loadVoices(app, signal)).map(({ id }) => id)).toEqual(['mine', 'a', 'b'])
    expect(app.store.get()).toMatchObject({ voiceId: 'mine', voiceNote: null })
  })

  it('takes in a chosen voice that it does not hold, and tells when there is none such', async () => {
    all = [...Array.from({ length: 150 }, (_, i) => voice(`v${i}`)), voice('last')]
    const app = { store: createAppStore() }
    app.store.patch({ voiceId: 'last' })
    expect(await loadVoices(app, signal)).toHaveLength(101)
    expect(app.store.get()).toMatchObject({ voiceId: 'last', voiceNote: null })
    all = all.slice(0, 2)
    await loadVoices(app, signal)
    expect(app.store.get()).toMatchObject({ voiceId: 'v0', voiceNote: expect.stringMatching(/not one.*Name of v0/) })
    chooseVoice(app, voice('v1'))
    expect(app.store.get()).toMatchObject({ voiceId: 'v1', voiceNote: null })
  })

  it('is without a voice that was deleted', async () => {
    const app = { store: createAppStore() }
    await loadVoices(app, signal)
    await removeVoice(app, voice('mine', true))
    expect(app.store.get().voices.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(app.store.get()).toMatchObject({ voiceId: 'a', voiceNote: expect.stringContaining('is deleted') })
    expect(all.map(({ id }) => id)).toEqual(['a', 'b'])
  })
})

it('a search goes through the user’s own and then through the others, page after page, each voice once', async () => {
  for (const [own, others] of [
    [0, 0],
    [0, 70],
    [1, 29],
    [30, 30],
    [61, 1],
    [45, 95],
  ] as const) {
    const mine = Array.from({ length: own }, (_, i) => voice(`m${i}`, true))
    const rest = Array.from({ length: others }, (_, i) => voice(`o${i}`))
    for (const onlyOwn of [false, true]) {
      all = rest.flatMap((other, i) => [other, ...mine.slice(i, i + 1)]).concat(mine.slice(rest.length))
      const found: string[] = []
      for (let place: VoicePlace | null = firstPlace; place !== null; ) {
        const page = await findVoices({ onlyOwn }, place, signal)
        found.push(...page.voices.map(({ id }) => id))
        place = page.next
      }
      const wanted = onlyOwn ? mine : [...mine, ...rest]
      expect(found).toEqual(wanted.map(({ id }) => id))
    }
  }
})

describe('what was chosen for a recording', () => {
  it('comes back as far as the engine has it', async () => {
    const app = { store: createAppStore() }
    app.store.patch({ service })
    await loadVoices(app, signal)
    restoreVoice(app, { ...view, voiceId: 'b', language: 'fr', model: 'sonic-3-2025-10-27' })
    expect(app.store.get()).toMatchObject({ voiceId: 'b', language: 'fr', model: 'sonic-3-2025-10-27' })
    restoreVoice(app, { ...view, voiceId: 'gone', language: 'de', model: 'sonic-1' })
    await expect.poll(() => app.store.get().voiceId).toBe('mine')
    expect(app.store.get()).toMatchObject({ language: 'en', model: null })
    expect(app.store.get().voiceNote).toBe(
      'The model sonic-1 is not offered here: the usual one speaks now. German is not spoken here: English is chosen. The voice chosen for this recording is not one of those here: Name of mine speaks now.',
    )
  })

  it('is looked at again when it becomes known what the engine has', async () => {
    const app = { store: createAppStore() }
    restoreVoice(app, { ...view, voiceId: 'gone', language: 'de' })
    expect(app.store.get()).toMatchObject({ voiceId: 'gone', language: 'de', voiceNote: null })
    app.store.patch({ service })
    settleLanguage(app)
    await loadVoices(app, signal)
    expect(app.store.get()).toMatchObject({ voiceId: 'mine', language: 'en' })
  })
})
