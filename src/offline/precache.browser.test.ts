import { afterEach, describe, expect, it } from 'vitest'
import { digestOf } from './digest'
import { type BuildFiles, Precache, withFreshNonce } from './precache'

const { origin } = location
/** A build whose files hold the words that `words` gives for their paths. */
async function build(version: string, words: Readonly<Record<string, string>>): Promise<BuildFiles> {
  const listed = Object.entries(words).map(async ([path, text]) => [path, await digestOf(text)] as const)
  return { version, digests: Object.fromEntries(await Promise.all(listed)) }
}

const sample = { '/sample.wav': 'one /sample.wav' }
const first = await build('one', { '/': 'one /', '/assets/a-1.js': 'one /assets/a-1.js', ...sample })
const second = await build('two', { '/': 'two /', '/assets/b-2.js': 'two /assets/b-2.js', ...sample })
const firstServer = () => server((path) => `one ${path}`)
const secondServer = () => server((path) => (path === '/sample.wav' ? 'one /sample.wav' : `two ${path}`))

/** A server that answers each path with its words, and notes what it was asked for. */
function server(words: (path: string) => Response | string) {
  const asked: string[] = []
  const fetchFile = (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    asked.push(pathname)
    const answer = words(pathname)
    return Promise.resolve(typeof answer === 'string' ? new Response(answer) : answer)
  }
  return { asked, fetchFile }
}

/** A page without words of its own, as the server gives it with a nonce. */
const page = (nonce: string) =>
  new Response(`<head><meta property="csp-nonce" nonce="${nonce}"></head><p>page</p>`, { headers: { nonce } })

const textOf = async (precache: Precache, path: string) => (await precache.file(origin, path))?.text()
const notAwaited = () => false
const ours = async () => (await caches.keys()).filter((name) => name.startsWith('pickup '))

describe('Precache', () => {
  afterEach(async () => {
    for (const name of await caches.keys()) await caches.delete(name)
  })

  it('answers with each file of its build', async () => {
    const { asked, fetchFile } = firstServer()
    const precache = new Precache(first, caches, fetchFile)
    await precache.fill(origin)
    expect(asked.sort()).toEqual(['/', '/assets/a-1.js', '/sample.wav'])
    for (const path of asked) expect(await textOf(precache, path)).toBe(`one ${path}`)
    expect(await precache.file(origin, '/api/status')).toBeUndefined()
  })

  it('has nothing under /api, and all that a build may have had', () => {
    const precache = new Precache(first, caches, server(() => '').fetchFile)
    const paths = ['/', '/sample.wav', '/assets/old-0.js', '/api/status', '/api/assets/x', '/login', '/toString']
    expect(paths.filter((path) => precache.mayHave(path))).toEqual(['/', '/sample.wav', '/assets/old-0.js'])
  })

  it('fetches only what the build before did not have, and keeps that for pages that are still open', async () => {
    await new Precache(first, caches, firstServer().fetchFile).fill(origin)
    const { asked, fetchFile } = secondServer()
    const precache = new Precache(second, caches, fetchFile)
    await precache.fill(origin)
    expect(asked.sort()).toEqual(['/', '/assets/b-2.js'])
    expect(await textOf(precache, '/')).toBe('two /')
    expect(await textOf(precache, '/sample.wav')).toBe('one /sample.wav')
    expect(await textOf(precache, '/assets/a-1.js')).toBe('one /assets/a-1.js')

    await precache.dropOthers(notAwaited)
    expect(await ours()).toEqual(['pickup two'])
    expect(await precache.file(origin, '/assets/a-1.js')).toBeUndefined()
    expect(await textOf(precache, '/sample.wav')).toBe('one /sample.wav')
  })

  it('removes nothing while another build is awaited, and never what is not its own', async () => {
    await caches.open('of somebody else')
    await new Precache(second, caches, secondServer().fetchFile).fill(origin)
    const precache = new Precache(first, caches, firstServer().fetchFile)
    await precache.fill(origin)
    await precache.dropOthers(() => true)
    expect((await ours()).sort()).toEqual(['pickup one', 'pickup two'])
    await precache.dropOthers(notAwaited)
    expect(await caches.keys()).toContain('of somebody else')
    expect(await ours()).toEqual(['pickup one'])
  })

  it('keeps nothing of a build of which a file is missing or leads to the login', async () => {
    const login = new Response('log in')
    Object.defineProperty(login, 'redirected', { value: true })
    for (const refusal of [new Response('', { status: 404 }), login]) {
      const { fetchFile } = server((path) => (path === '/sample.wav' ? refusal : `one ${path}`))
      await expect(new Precache(first, caches, fetchFile).fill(origin)).rejects.toThrow('/sample.wav')
      expect(await ours()).toEqual([])
    }
  })

  it('keeps nothing while the server answers with a page or a file of another build', async () => {
    for (const stale of ['/', '/sample.wav']) {
      const { fetchFile } = server((path) => (path === stale ? `two ${path}` : `one ${path}`))
      await expect(new Precache(first, caches, fetchFile).fill(origin)).rejects.toThrow('another build')
      expect(await ours()).toEqual([])
    }
  })

  it('knows the page with the nonce of any answer in it, and takes it anew with each build, for its headers', async () => {
    const html = '<head></head><p>page</p>'
    const headerOf = async (precache: Precache) => (await precache.file(origin, '/'))?.headers.get('nonce')
    const one = new Precache(await build('one', { '/': html }), caches, server(() => page('a+/=')).fetchFile)
    await one.fill(origin)
    const two = new Precache(await build('two', { '/': html }), caches, server(() => page('b')).fetchFile)
    await two.fill(origin)
    expect(await headerOf(one)).toBe('a+/=')
    expect(await headerOf(two)).toBe('b')
  })
})

describe('withFreshNonce', () => {
  const html = '<head><meta property="csp-nonce" nonce="old/1+="></head><style nonce="old/1+="></style>'

  it('puts another nonce into the page and its policy, and leaves the other headers', async () => {
    const headers = { 'content-security-policy': "style-src 'self' 'nonce-old/1+='", 'x-frame-options': 'DENY' }
    const page = await withFreshNonce(new Response(html, { headers }), () => 'new2')
    expect(await page.text()).toBe(html.replaceAll('old/1+=', 'new2'))
    expect(page.headers.get('content-security-policy')).toBe("style-src 'self' 'nonce-new2'")
    expect(page.headers.get('x-frame-options')).toBe('DENY')
  })

  it('leaves a page without a nonce as it is', async () => {
    const page = await withFreshNonce(new Response('<p>plain</p>'), () => 'new')
    expect(await page.text()).toBe('<p>plain</p>')
  })
})
