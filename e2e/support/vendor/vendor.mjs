import { randomUUID, timingSafeEqual } from 'node:crypto'
import http from 'node:http'
import { faults } from './faults.mjs'
import { readForm, summarize } from './form.mjs'
import { bad, Refusal, refusalBody } from './refusal.mjs'
import { checkClone, checkInfill, checkSpeech, checkTranscription, checkVoiceChange, versions } from './rules.mjs'
import { speakTake, writeTake } from './take.mjs'
import { shapeVoice, Voices, wantsPreview } from './voices.mjs'

const audioTypes = { wav: 'audio/wav', mp3: 'audio/mpeg', raw: 'application/octet-stream' }
const largestBody = 256 * 1024 * 1024
const kept = 500

/**
 * A stand-in for the vendor's API on loopback. It checks every request as strictly as the facts allow and answers like
 * the real one; a script makes it fail instead. Its own routes lie under `/__vendor`.
 *
 * @param {{ key?: string, port?: number, keepBodies?: boolean }} options
 */
export async function startVendor({ key = 'sk_car_stand_in_for_tests', port = 0, keepBodies = true } = {}) {
  const state = {
    key,
    keepBodies,
    voices: new Voices(),
    datasets: [],
    script: [],
    received: [],
    closed: [],
    address: '',
  }
  const server = http.createServer((request, response) => {
    answer(state, request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(500).end(String(error))
      else response.destroy()
    })
  })
  server.requestTimeout = 0
  server.listen(port, '127.0.0.1')
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
  state.address = `http://127.0.0.1:${server.address().port}`
  return {
    key,
    address: state.address,
    voices: state.voices,
    /** Every request since the last reset, as it came. */
    received: state.received,
    /** How each answer ended: `finished`, or `dropped` when the client left first, with the time in ms. */
    closed: state.closed,
    /** What to do with the next requests: names of `faults`, or steps. */
    script: (steps) => setScript(state, steps),
    reset: () => reset(state),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Milliseconds that mean the same in every process of this machine. */
const now = () => performance.timeOrigin + performance.now()

function setScript(state, steps) {
  state.script = steps.map((step) => (typeof step === 'string' ? { ...faults[step] } : { ...step }))
}

function reset(state) {
  state.script = []
  state.received.length = 0
  state.closed.length = 0
  state.voices.all = new Voices().all
  state.datasets.length = 0
}

async function answer(state, request, response) {
  const url = new URL(request.url ?? '/', state.address)
  if (url.pathname.startsWith('/__vendor')) return control(state, url, request, response)
  response.on('close', () => {
    state.closed.push({ how: response.writableFinished ? 'finished' : 'dropped', at: now() })
    if (state.closed.length > kept) state.closed.shift()
  })
  const route = `${request.method} ${url.pathname}`
  const step = takeStep(state, route)
  if (step?.early === true) return send(response, step)
  const body = await readBody(request)
  const entry = record(state, request, url, body)
  if (step?.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, step.delayMs))
  if (step?.act === 'hang') return undefined
  if (step?.act === 'drop') return response.destroy()
  if (step?.status !== undefined) return send(response, step)
  const version = String(request.headers['cartesia-version'] ?? '')
  const requestId = `req_${randomUUID()}`
  try {
    checkHead(state, request, version)
    const result = serve(state, {
      method: request.method,
      url,
      version,
      body,
      type: request.headers['content-type'],
      entry,
    })
    return await sendResult(response, { 'x-request-id': requestId, ...result }, step)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { type, body: text } = refusalBody(error, version, requestId)
    const headers = { 'content-type': type, 'x-request-id': requestId, ...error.headers }
    return send(response, { status: error.status, headers, body: text })
  }
}

function takeStep(state, route) {
  const at = state.script.findIndex(({ on }) => on === undefined || on === route)
  if (at === -1) return null
  const step = state.script[at]
  step.times = (step.times ?? 1) - 1
  if (step.times <= 0) state.script.splice(at, 1)
  return step
}

async function readBody(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > largestBody) throw new Error('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function record(state, request, url, body) {
  const type = String(request.headers['content-type'] ?? '')
  const entry = {
    method: request.method,
    path: url.pathname,
    query: [...url.searchParams],
    headers: request.headers,
    size: body.length,
    body: state.keepBodies ? body : null,
    form: null,
    json: null,
    at: now(),
  }
  state.received.push(entry)
  if (state.received.length > kept) state.received.shift()
  if (type.startsWith('application/json')) entry.json = parseJson(body)
  return entry
}

function parseJson(body) {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}

function checkHead(state, request, version) {
  if (!versions.includes(version)) throw bad('missing or unknown Cartesia-Version header')
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const old = version <= '2024-11-13' ? request.headers['x-api-key'] : undefined
  const given = Buffer.from(String(bearer ?? old ?? ''))
  const wanted = Buffer.from(state.key)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new Refusal(401, null, 'Unauthorized', 'invalid API key')
}

const audio = ({ format, text, left = null }) => ({
  type: audioTypes[format.container],
  body: writeTake(speakTake(text, format.rate, left), format),
})

const json = (value, status = 200) => ({ status, type: 'application/json', body: JSON.stringify(value) })

/** The routes. Each gives what is sent, or throws a `Refusal`. */
function serve(state, call) {
  const { method, url, version, body, entry } = call
  const { voices } = state
  const form = () => {
    const read = readForm(body, String(call.type ?? ''))
    entry.form = summarize(read)
    return read
  }
  const [, first = '', id = '', more = '', last = ''] = url.pathname.split('/')
  switch (`${method} ${url.pathname}`) {
    case 'GET /':
      return json({ ok: true, version })
    case 'POST /infill/bytes':
      return audio(checkInfill(form(), version, voices))
    case 'POST /tts/bytes':
      return audio(checkSpeech(jsonOf(call), version, voices, false))
    case 'POST /tts/sse':
      return eventsOf(checkSpeech(jsonOf(call), version, voices, true))
    case 'POST /voice-changer/bytes': {
      const { format } = checkVoiceChange(form(), version, voices)
      return audio({ format, text: 'the same words in another voice' })
    }
    case 'POST /voice-changer/sse': {
      const { format } = checkVoiceChange(form(), version, voices)
      return eventsOf({ format, text: 'the same words in another voice' })
    }
    case 'POST /stt':
      return json(transcript(checkTranscription(form(), version)))
    case 'GET /voices':
    case 'GET /voices/':
      return json(voices.page(url.searchParams, version, state.address))
    case 'POST /voices/clone':
      return json(createdVoice(voices.add(checkClone(form(), version)), version))
    case 'POST /voices/localize':
      return json(createdVoice(localized(voices, jsonOf(call), version), version))
    case 'GET /datasets/':
      return json({ data: state.datasets, has_more: false })
    case 'POST /datasets/':
      return json(newDataset(state, jsonOf(call)))
    default:
  }
  if (first === 'voices' && more === '') return oneVoice(state, call, id)
  if (first === 'datasets') return oneDataset(state, call, { id, more, last }, form)
  if (first === 'files' && id === 'previews' && method === 'GET') {
    voices.find(more.replace(/\.wav$/, ''))
    return audio({ format: { container: 'wav', encoding: 'pcm_s16le', rate: 44100 }, text: `preview of ${more}` })
  }
  throw new Refusal(404, null, 'Not Found', 'no such route')
}

function jsonOf({ entry, type }) {
  if (!String(type).startsWith('application/json')) throw bad('expected application/json')
  if (entry.json === null || typeof entry.json !== 'object') throw bad('invalid JSON')
  return entry.json
}

function oneVoice(state, { method, url, version, entry, type }, id) {
  const voice = state.voices.find(id)
  if (method === 'GET') return json(shapeVoice(voice, version, wantsPreview(url.searchParams), state.address))
  if (!voice.owner) throw new Refusal(403, null, 'Forbidden', 'this voice is not yours')
  if (method === 'DELETE') {
    state.voices.remove(id)
    return { status: 204, body: '' }
  }
  if (method !== 'PATCH') throw new Refusal(405, null, 'Method Not Allowed', 'no such route')
  const changes = jsonOf({ entry, type })
  const odd = Object.keys(changes).find((name) => !['name', 'description', 'gender', 'accent'].includes(name))
  if (odd !== undefined) throw bad(`unknown field: ${odd}`)
  Object.assign(voice, changes)
  return json(shapeVoice(voice, version, false, state.address))
}

function createdVoice({ id, name, description, language, created_at }, version) {
  const shape = version < '2026-08-14' ? { is_public: false } : { access: 'private', visibility: 'owner', tagline: '' }
  return { id, user_id: 'user_1', name, description, language, created_at, ...shape }
}

function localized(voices, body, version) {
  voices.find(body.voice_id)
  const wanted = version >= '2026-08-14' ? ['accent'] : ['description', 'language', 'original_speaker_gender']
  const missing = ['name', ...wanted].find((name) => typeof body[name] !== 'string')
  if (missing !== undefined) throw bad(`missing required field: ${missing}`)
  return voices.add({ name: body.name, description: body.description ?? '', language: body.language ?? 'en' })
}

function newDataset(state, body) {
  if (typeof body.name !== 'string') throw bad('missing required field: name')
  const { name, description = '' } = body
  const dataset = { id: randomUUID(), name, description, created_at: '2026-01-01T00:00:00Z', files: [] }
  state.datasets.push(dataset)
  return shownDataset(dataset)
}

function shownDataset({ id, name, description, created_at }) {
  return { id, name, description, created_at }
}

function oneDataset(state, { method, entry, type }, { id, more, last }, form) {
  const dataset = state.datasets.find((candidate) => candidate.id === id)
  if (dataset === undefined) throw new Refusal(404, null, 'Not Found', 'no such dataset')
  if (more === '' && method === 'GET') return json(shownDataset(dataset))
  if (more === '' && method === 'PATCH') {
    Object.assign(dataset, jsonOf({ entry, type }))
    return { status: 204, body: '' }
  }
  if (more === '' && method === 'DELETE') {
    state.datasets.splice(state.datasets.indexOf(dataset), 1)
    return { status: 204, body: '' }
  }
  if (more === 'files' && method === 'GET') return json({ data: dataset.files, has_more: false })
  if (more === 'files' && method === 'POST') {
    const [file] = form().files
    if (file === undefined) throw bad('missing required field: file')
    const created_at = '2026-01-01T00:00:00Z'
    dataset.files.push({ id: randomUUID(), filename: file.fileName, size: file.bytes.length, created_at })
    return { status: 204, body: '' }
  }
  if (more === 'files' && method === 'DELETE') {
    dataset.files = dataset.files.filter((file) => file.id !== last)
    return { status: 204, body: '' }
  }
  throw new Refusal(404, null, 'Not Found', 'no such route')
}

function transcript({ words, language }) {
  const spoken = [' We', ' met', ' on', ' the', ' fourteenth']
  const timed = spoken.map((word, index) => ({ word, start: 0.3 * index, end: 0.3 * (index + 1) }))
  const text = spoken.join('').trim()
  return { type: 'transcript', text, language, duration: 1.5, ...(words ? { words: timed } : {}) }
}

const eventBytes = 16_384

function eventsOf({ format, text }) {
  const bytes = writeTake(speakTake(text, format.rate), { ...format, container: 'raw' })
  const chunks = Array.from({ length: Math.ceil(bytes.length / eventBytes) }, (_, index) => ({
    type: 'chunk',
    data: bytes.subarray(index * eventBytes, (index + 1) * eventBytes).toString('base64'),
    done: false,
    status_code: 206,
    step_time: 12.5,
    sample_rate: format.rate,
  }))
  const events = [...chunks, { type: 'done', done: true, status_code: 200 }]
  return {
    type: 'text/event-stream',
    events: events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
  }
}

function send(response, { status = 200, headers = {}, body = '' }) {
  response.writeHead(status, headers).end(body)
}

/** The answer, whole or as the script wants it cut. */
async function sendResult(response, result, step) {
  const { status = 200, type, events, body = events?.join('') ?? '', 'x-request-id': id } = result
  const headers = { ...(type === undefined ? {} : { 'content-type': type }), 'x-request-id': id }
  if (step?.act === 'cut' || step?.act === 'stall') {
    const bytes = Buffer.from(body)
    response.writeHead(status, { ...headers, 'content-length': String(bytes.length) })
    response.write(bytes.subarray(0, bytes.length >> 1), () => {
      if (step.act === 'cut') response.destroy()
    })
    return
  }
  if (events === undefined) {
    send(response, { status, headers, body })
    return
  }
  response.writeHead(status, headers)
  for (const event of events) {
    if (response.destroyed) return
    response.write(event)
    if (step?.eventMs !== undefined) await new Promise((resolve) => setTimeout(resolve, step.eventMs))
  }
  response.end()
}

/** The routes of the stand-in itself, for tests in another process. */
async function control(state, url, request, response) {
  const body = await readBody(request)
  const tell = (value) =>
    send(response, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) })
  switch (`${request.method} ${url.pathname}`) {
    case 'POST /__vendor/script':
      setScript(state, JSON.parse(body.toString('utf8')))
      return tell({ ok: true })
    case 'POST /__vendor/reset':
      reset(state)
      return tell({ ok: true })
    case 'POST /__vendor/voices': {
      const { count = 0, remove = null } = JSON.parse(body.toString('utf8'))
      state.voices.addPublic(count)
      state.voices.all = state.voices.all.filter(({ name }) => name !== remove)
      return tell({ ok: true })
    }
    case 'GET /__vendor/received':
      return tell(state.received.map((entry) => ({ ...entry, body: null })))
    case 'GET /__vendor/closed':
      return tell(state.closed)
    default:
      return send(response, { status: 404 })
  }
}
