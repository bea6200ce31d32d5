import { isAbort } from '../base/errors'
import { LANGUAGES, type VoiceBody } from '../infill/contract'
import { deleteVoice, fetchVoice, fetchVoicePage, type VoiceQuery } from '../net/voices'
import type { ViewState } from '../storage/viewState'
import type { App } from './app'

/** The most voices that the short list holds of each kind; the others are found by searching. */
const listed = 100
const still = new AbortController().signal

/** All that is needed of the app here. */
type HasStore = Pick<App, 'store'>

/**
 * The voices of the short list, the user's own first. The first of them becomes the chosen one where none is chosen, or
 * where the engine does not have the one that was; that is told.
 */
export async function loadVoices(app: HasStore, signal: AbortSignal): Promise<readonly VoiceBody[]> {
  const [own, others] = await Promise.all(
    [true, false].map((isOwn) => fetchVoicePage({ own: isOwn, limit: listed }, signal)),
  )
  const voices = [...(own?.data ?? []), ...(others?.data ?? [])]
  app.store.patch({ voices })
  await settleVoice(app, signal)
  return app.store.get().voices
}

/** What is looked for among all voices. */
export type VoiceSearch = Pick<VoiceQuery, 'text' | 'language'> & {
  /** Whether the user's own alone are wanted. */
  readonly onlyOwn: boolean
}

/** Where a search goes on: among the user's own, or among the others, behind a voice. */
export type VoicePlace = Pick<VoiceQuery, 'after'> & { readonly own: boolean }

/** Some of the voices that a search finds, and where it goes on; null: that is all. */
export interface FoundVoices {
  readonly voices: readonly VoiceBody[]
  readonly next: VoicePlace | null
}

/** Where a search begins: the user's own come first. */
export const firstPlace: VoicePlace = { own: true }

const pageSize = 30

/** The next voices that a search finds, about 30. */
export async function findVoices(search: VoiceSearch, place: VoicePlace, signal: AbortSignal): Promise<FoundVoices> {
  const { onlyOwn, ...query } = search
  const { data, has_more } = await fetchVoicePage({ ...query, ...place, limit: pageSize }, signal)
  const last = data.at(-1)
  if (has_more && last) return { voices: data, next: { ...place, after: last.id } }
  if (!place.own || onlyOwn) return { voices: data, next: null }
  const others = await findVoices(search, { own: false }, signal)
  return { voices: [...data, ...others.voices], next: others.next }
}

/** Chooses who speaks from now on. */
export function chooseVoice(app: HasStore, voice: VoiceBody): void {
  know(app, voice)
  app.store.patch({ voiceId: voice.id, voiceNote: null })
}

/** Deletes a voice of the user's own at the service; where it was the chosen one, the first takes its place. */
export async function removeVoice(app: HasStore, { id, name }: VoiceBody): Promise<void> {
  await deleteVoice(id, still)
  const voices = app.store.get().voices.filter((voice) => voice.id !== id)
  app.store.patch({ voices })
  if (app.store.get().voiceId === id) chooseFirst(app, `“${name}” is deleted`)
  app.store.tell(`The voice “${name}” is deleted.`)
}

/** Chooses voice, language and model as they were when the recording was last open, as far as the engine still has them. */
export function restoreVoice(app: HasStore, { voiceId, language, model }: ViewState): void {
  const before = app.store.get()
  app.store.patch({ voiceId: voiceId ?? before.voiceId, language: language ?? before.language, model })
  settleLanguage(app)
  settleVoice(app, still).catch((error: unknown) => {
    if (!isAbort(error)) app.store.fail(error)
  })
}

/** Sees to it that the chosen language and model are ones the engine has. */
export function settleLanguage(app: HasStore): void {
  const { service, language, model } = app.store.get()
  if (!service) return
  const { languages, models } = service.capabilities
  if (model !== null && !models.includes(model)) {
    app.store.patch({ model: null })
    note(app, `The model ${model} is not offered here: the usual one speaks now.`)
  }
  if (languages.includes(language)) return
  const spoken = languages.includes('en') ? 'en' : (languages[0] ?? 'en')
  app.store.patch({ language: spoken })
  note(app, `${languageName(language)} is not spoken here: ${languageName(spoken)} is chosen.`)
}

/** The English name of a language, or its code where it has none here. */
export function languageName(code: string): string {
  return LANGUAGES.find((language) => language.code === code)?.name ?? code
}

/** Sees to it that the chosen voice is one the engine has, once it is known which those are. */
async function settleVoice(app: HasStore, signal: AbortSignal): Promise<void> {
  const { voices, voiceId } = app.store.get()
  if (voices.length === 0 || voices.some(({ id }) => id === voiceId)) return
  if (voiceId === null) return chooseFirst(app, null)
  const voice = await fetchVoice(voiceId, signal)
  if (app.store.get().voiceId !== voiceId) return
  if (voice) know(app, voice)
  else chooseFirst(app, 'The voice chosen for this recording is not one of those here')
}

function chooseFirst(app: HasStore, why: string | null): void {
  const [first] = app.store.get().voices
  app.store.patch({ voiceId: first?.id ?? null })
  if (why !== null && first) note(app, `${why}: ${first.name} speaks now.`)
}

/** Tells beside the choices what became of one, until the next is made. */
function note({ store }: HasStore, text: string): void {
  const { voiceNote } = store.get()
  store.patch({ voiceNote: voiceNote === null ? text : `${voiceNote} ${text}` })
}

/** Puts a voice in the short list, the user's own at its head. */
function know({ store }: HasStore, voice: VoiceBody): void {
  const { voices } = store.get()
  if (voices.some(({ id }) => id === voice.id)) return
  store.patch({ voices: voice.is_owner ? [voice, ...voices] : [...voices, voice] })
}
