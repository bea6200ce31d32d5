import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

/** @typedef {Awaited<ReturnType<typeof import('./proxyServers.mjs').startBehindPickup>>} Servers */

const voice = '6ccbfb76-1fc6-48f7-b71d-91ac6298247b'
const megabyte = 1024 * 1024

/** One row of the report for each thing that is measured: what, how much, and the goal. @param {Servers} servers */
export async function measureProxy(servers, tell) {
  const rows = []
  // First, while the server is fresh: what garbage others leave would count.
  tell('Large uploads')
  rows.push(...(await largeUploads(servers)))
  tell('Overhead')
  rows.push(...(await overhead(servers)))
  tell('10 000 requests')
  rows.push(...(await growth(servers)))
  tell('Clients that leave')
  rows.push(...(await aborts(servers)))
  tell('200 slow clients')
  rows.push(...(await slowClients(servers)))
  return rows
}

/** The form of an infill whose left side has `bytes` bytes. */
function infillForm(bytes, take) {
  const form = new FormData()
  form.set('left_audio', new Blob([Buffer.alloc(bytes, 7)], { type: 'audio/wav' }), 'left.wav')
  const fields = { transcript: `take ${take}`, voice_id: voice, language: 'en', model_id: 'sonic-3' }
  const format = { container: 'wav', encoding: 'pcm_s16le', sample_rate: '44100' }
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const [name, value] of Object.entries(format)) form.set(`output_format[${name}]`, value)
  return form
}

async function infill({ vendor, key, pickup }, straight, bytes, take, signal) {
  const url = straight ? `${vendor}/infill/bytes` : `${pickup}/api/infill/bytes`
  const headers = straight ? { authorization: `Bearer ${key}`, 'cartesia-version': '2026-03-01' } : {}
  const response = await fetch(url, { method: 'POST', body: infillForm(bytes, take), headers, signal })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`status ${response.status}`)
}

async function timed(work) {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

const ms = (value) => `${value.toFixed(1)} ms`
const mb = (bytes) => `${(bytes / megabyte).toFixed(0)} MB`
const p50And99 = (values) => `${ms(quantile(values, 0.5))} / ${ms(quantile(values, 0.99))}`

/** Straight and through the proxy in turn, so that both see the same machine. */
async function overhead(servers) {
  const straight = []
  const through = []
  for (let turn = 0; turn < 320; turn++) {
    const a = await timed(() => infill(servers, true, 500_000, `a${turn}`))
    const b = await timed(() => infill(servers, false, 500_000, `b${turn}`))
    if (turn < 20) continue
    straight.push(a)
    through.push(b)
  }
  const more = (share) => ms(quantile(through, share) - quantile(straight, share))
  return [
    ['Infill with 500 kB, straight to the vendor, p50 / p99', p50And99(straight), ''],
    ['The same through Pickup, p50 / p99', p50And99(through), ''],
    ['Overhead, p50 / p99', `${more(0.5)} / ${more(0.99)}`, ''],
  ]
}

async function growth(servers) {
  const batch = async (count, from) => {
    let next = from
    const worker = async () => {
      while (next < from + count) await infill(servers, false, 1000, `g${next++}`)
    }
    await Promise.all(Array.from({ length: 8 }, worker))
  }
  await batch(2000, 0)
  const before = residentBytes(servers.pid)
  const took = await timed(() => batch(8000, 2000))
  const after = residentBytes(servers.pid)
  return [
    ['Infills a second, 8 at a time', (8000 / (took / 1000)).toFixed(0), ''],
    ['Memory after 2000 requests, and after 10 000', `${mb(before)}, ${mb(after)}`, 'no growth'],
  ]
}

async function aborts(servers) {
  const delays = []
  for (let turn = 0; turn < 40; turn++) {
    await control(servers, 'reset', {})
    await control(servers, 'script', [{ act: 'hang' }])
    const leave = new AbortController()
    const request = infill(servers, false, 50_000, `l${turn}`, leave.signal).catch(() => undefined)
    await until(async () => (await told(servers, 'received')).length > 0)
    const left = performance.timeOrigin + performance.now()
    leave.abort()
    await request
    await until(async () => (await told(servers, 'closed')).length > 0)
    const [{ at }] = await told(servers, 'closed')
    delays.push(at - left)
  }
  return [['From a client that leaves to the closed call, p50 / p99', p50And99(delays), '≤ 10 ms']]
}

/** Clients that send their requests drop by drop, beside ones that do not. */
async function slowClients(servers) {
  const head = 'POST /api/infill/bytes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\n'
  const whole = `${head}Content-Length: 100000\r\n\r\n--b\r\n${'x'.repeat(1000)}`
  const sockets = Array.from({ length: 200 }, () => connect(servers.port, '127.0.0.1').on('error', () => undefined))
  let at = 0
  const drip = setInterval(() => {
    for (const socket of sockets) socket.write(whole.slice(at, at + 5))
    at += 5
  }, 50)
  try {
    const times = []
    for (let turn = 0; turn < 100; turn++) times.push(await timed(() => infill(servers, false, 100_000, `s${turn}`)))
    return [
      ['Infill beside 200 slow clients, p50 / p99', p50And99(times), ''],
      ['Memory with 200 slow clients', mb(residentBytes(servers.pid)), ''],
    ]
  } finally {
    clearInterval(drip)
    for (const socket of sockets) socket.destroy()
  }
}

async function largeUploads(servers) {
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, residentBytes(servers.pid))
  }, 20)
  const took = await timed(async () => {
    for (let round = 0; round < 5; round++) {
      const uploads = Array.from({ length: 6 }, (_, index) =>
        infill(servers, false, 30 * megabyte, `u${round}${index}`),
      )
      await Promise.all(uploads)
    }
  })
  clearInterval(watch)
  return [
    ['6 uploads of 30 MB at once, five times', `${(took / 1000).toFixed(1)} s`, ''],
    ['Largest memory meanwhile', mb(peak), '≤ 110 MB'],
  ]
}

/** Memory of a process. Linux alone tells it. */
function residentBytes(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024
}

async function control({ vendor }, what, value) {
  await fetch(`${vendor}/__vendor/${what}`, { method: 'POST', body: JSON.stringify(value) })
}

async function told({ vendor }, what) {
  return (await fetch(`${vendor}/__vendor/${what}`)).json()
}

async function until(holds) {
  for (let tries = 0; tries < 2000; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  throw new Error('waited in vain')
}
