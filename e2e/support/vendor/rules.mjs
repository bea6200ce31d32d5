import { bad, Refusal } from './refusal.mjs'
import { isSilentWav } from './take.mjs'

/** Versions of the API that the vendor has published, oldest first. */
export const versions = ['2024-06-10', '2024-11-13', '2025-04-16', '2025-11-04', '2026-03-01', '2026-08-14']

const languages =
  'en fr de es pt zh ja hi it ko nl pl ru sv tr tl bg ro ar cs el fi hr ms sk da ta uk hu no vi bn th he ka id te gu kn ml mr pa'.split(
    ' ',
  )
const rates = new Set([8000, 16000, 22050, 24000, 44100, 48000])
const encodings = new Set(['pcm_f32le', 'pcm_s16le', 'pcm_mulaw', 'pcm_alaw'])
const bitRates = new Set([32000, 64000, 96000, 128000, 192000])
const infillModels = ['sonic-3', 'sonic-3-2026-01-12', 'sonic-3-2025-10-27']
const audioNames = /\.(flac|mp3|mpeg|mpga|oga|ogg|wav|webm|m4a|mp4)$/i
const controls = /^voice\[__experimental_controls\]\[(speed|emotion\]\[)\]$/
const formatFields = ['container', 'sample_rate', 'encoding', 'bit_rate'].map((name) => `output_format[${name}]`)

/** The form of an infill: its format, its text and both sides. */
export function checkInfill(form, version, voices) {
  const known = ['model_id', 'language', 'transcript', 'voice_id', ...formatFields]
  checkNames(form, known, ['left_audio', 'right_audio'], version)
  const value = (name) => form.fields.find(([field]) => field === name)?.[1]
  const voice = value('voice_id')
  if (voice === undefined) throw bad('missing required field: voice_id')
  if (!voices.has(voice)) throw new Refusal(404, 'voice_not_found', 'Voice not found', `no voice ${voice}`)
  const model = value('model_id') ?? 'sonic-3'
  const models = version <= '2025-04-16' ? [...infillModels, 'sonic-2'] : infillModels
  if (!models.includes(model)) throw bad(`model ${model} not found or does not support infill`, 'model_not_found')
  checkLanguage(value('language'))
  const text = value('transcript') ?? ''
  if (text.trim() === '') throw bad('missing required field: transcript')
  const format = formatOf(value)
  const left = checkSide(form.files, 'left_audio')
  const right = checkSide(form.files, 'right_audio')
  if (left === null && right === null) throw bad('at least one of left_audio, right_audio is required')
  return { format, text, left, right }
}

/** The form of a voice change. */
export function checkVoiceChange(form, version, voices) {
  checkNames(form, ['voice[id]', ...formatFields], ['clip'], version)
  const value = (name) => form.fields.find(([field]) => field === name)?.[1]
  if (!voices.has(value('voice[id]'))) throw new Refusal(404, 'voice_not_found', 'Voice not found', 'no such voice')
  const clip = checkSide(form.files, 'clip')
  if (clip === null) throw bad('missing required field: clip')
  return { format: formatOf(value), clip }
}

/** The form of a clone. */
export function checkClone(form, version) {
  const old = version <= '2024-11-13' ? ['mode', 'enhance', 'transcript'] : []
  const accent = version >= '2026-08-14' ? ['accent'] : []
  checkNames(form, ['name', 'language', 'description', 'base_voice_id', ...old, ...accent], ['clip'], version)
  const value = (name) => form.fields.find(([field]) => field === name)?.[1]
  if (!value('name')) throw bad('missing required field: name')
  if (value('language') === undefined) throw bad('missing required field: language')
  checkLanguage(value('language'))
  if (checkSide(form.files, 'clip') === null) throw bad('missing required field: clip')
  return { name: value('name'), language: value('language'), description: value('description') ?? '' }
}

/** The form of a transcription. */
export function checkTranscription(form, version) {
  checkNames(form, ['model', 'language', 'timestamp_granularities[]'], ['file'], version)
  const value = (name) => form.fields.find(([field]) => field === name)?.[1]
  if (!['ink-whisper', 'ink-whisper-2025-06-04'].includes(value('model'))) throw bad('unknown model', 'model_not_found')
  const file = checkSide(form.files, 'file')
  if (file === null) throw bad('missing required field: file')
  const words = form.fields.some(([name, given]) => name === 'timestamp_granularities[]' && given === 'word')
  return { file, words, language: value('language') ?? 'en' }
}

/** The JSON of a spoken text. */
export function checkSpeech(body, version, voices, streamed) {
  const known = ['model_id', 'transcript', 'voice', 'output_format', 'language', 'generation_config', 'context_id']
  const more = ['add_timestamps', 'add_phoneme_timestamps', 'speed', 'save', 'duration', 'normalization', 'locale']
  const odd = Object.keys(body).find((name) => ![...known, ...more, 'pronunciation_dict_id'].includes(name))
  if (odd !== undefined) throw bad(`unknown field: ${odd}`)
  if (typeof body.model_id !== 'string') throw bad('missing required field: model_id')
  if (typeof body.transcript !== 'string' || body.transcript.trim() === '')
    throw bad('missing required field: transcript')
  if (body.voice?.mode !== 'id' || !voices.has(body.voice.id))
    throw new Refusal(404, 'voice_not_found', 'Voice not found', 'no such voice')
  if (version > '2024-11-13' && '__experimental_controls' in body.voice)
    throw bad('voice.__experimental_controls is not supported in this version')
  checkLanguage(body.language ?? undefined)
  const format = formatOf((name) => {
    const given = body.output_format?.[name.slice('output_format['.length, -1)]
    return given === undefined ? undefined : String(given)
  })
  if (streamed && format.container !== 'raw') throw bad('output_format.container: only raw is supported for SSE')
  return { format, text: body.transcript }
}

function checkNames(form, fields, files, version) {
  const seen = new Set()
  for (const [name] of form.fields) {
    const legacy = controls.test(name)
    if (legacy && version > '2024-11-13') throw bad(`unknown field: ${name}`)
    if (!legacy && !fields.includes(name)) throw bad(`unknown field: ${name}`)
    if (seen.has(name) && !name.endsWith('[]')) throw bad(`field given twice: ${name}`)
    seen.add(name)
  }
  for (const { name, fileName } of form.files) {
    if (!files.includes(name)) throw bad(`unknown file: ${name}`)
    if (seen.has(name)) throw bad(`file given twice: ${name}`)
    if (!audioNames.test(fileName)) throw bad(`unsupported audio format: ${fileName}`)
    seen.add(name)
  }
}

function checkLanguage(language) {
  if (language !== undefined && !languages.includes(language)) throw bad(`unsupported language: ${language}`)
}

function checkSide(files, name) {
  const file = files.find((candidate) => candidate.name === name)
  if (file === undefined) return null
  if (file.bytes.length === 0 || isSilentWav(file.bytes)) throw bad('audio is empty or has only silence')
  return file.bytes
}

function formatOf(value) {
  const container = value('output_format[container]')
  const rate = Number(value('output_format[sample_rate]'))
  if (!['raw', 'wav', 'mp3'].includes(container)) throw bad('invalid output_format.container')
  if (!rates.has(rate)) throw bad('invalid output_format.sample_rate')
  const encoding = value('output_format[encoding]')
  const bitRate = value('output_format[bit_rate]')
  if (container === 'mp3') {
    if (!bitRates.has(Number(bitRate))) throw bad('invalid output_format.bit_rate')
    return { container, rate, bitRate: Number(bitRate), encoding: null }
  }
  if (!encodings.has(encoding)) throw bad('invalid output_format.encoding')
  return { container, rate, encoding, bitRate: null }
}
