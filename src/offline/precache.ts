import { digestOf } from './digest'

/** The files of one build of the page: what a visit to each path must be answered with. */
export interface BuildFiles {
  /** Differs for each build whose files, or the headers of whose page, differ. */
  readonly version: string
  /** `digestOf` each file by its path; `/` is the page itself, as it is before the server puts its nonce in. */
  readonly digests: Readonly<Record<string, string>>
}

/** Names of the caches of all builds begin so; nothing else of the origin does. */
const prefix = 'pickup '

/** How many files are fetched at once. */
const abreast = 6

/** The files of one build, kept in the browser's cache storage. */
export class Precache {
  constructor(
    private readonly files: BuildFiles,
    private readonly caches: CacheStorage,
    private readonly fetchFile: (request: Request) => Promise<Response>,
  ) {}

  /** Whether a file of this path is one of this build, or may be one of a build before it. */
  mayHave(path: string): boolean {
    return path in this.files.digests || path.startsWith('/assets/')
  }

  /**
   * Fetches every file; those that a build before had too are taken from there, all but the page, whose headers count as well.
   * Rejects when one cannot be had, or is of another build, and then nothing of this build is kept.
   */
  async fill(origin: string): Promise<void> {
    const cache = await this.caches.open(this.name)
    const missing = Object.keys(this.files.digests)
    const fetchSome = async (): Promise<void> => {
      for (let path = missing.pop(); path !== undefined; path = missing.pop()) {
        const key = this.keyOf(path)
        const had = path === '/' ? undefined : await this.caches.match(origin + key)
        await cache.put(origin + key, had ?? (await this.fetched(origin, path)))
      }
    }
    try {
      await Promise.all(Array.from({ length: abreast }, fetchSome))
    } catch (error) {
      await this.caches.delete(this.name)
      throw error
    }
  }

  /** The file of this path: of this build, else of one before it whose page may still be open. Undefined where none has it. */
  async file(origin: string, path: string): Promise<Response | undefined> {
    const ownKey = path in this.files.digests ? origin + this.keyOf(path) : null
    const own = ownKey === null ? undefined : await this.caches.match(ownKey, { cacheName: this.name })
    return own ?? this.caches.match(origin + path, { ignoreSearch: true })
  }

  /** Removes the files of all other builds, unless `isAwaited` says that a newer one is being fetched or waits. */
  async dropOthers(isAwaited: () => boolean): Promise<void> {
    const names = await this.caches.keys()
    // Looked at only now: what begins later is not among the names.
    if (isAwaited()) return
    const others = names.filter((name) => name.startsWith(prefix) && name !== this.name)
    await Promise.all(others.map((name) => this.caches.delete(name)))
  }

  private get name(): string {
    return prefix + this.files.version
  }

  private keyOf(path: string): string {
    return `${path}?${this.files.digests[path]}`
  }

  private async fetched(origin: string, path: string): Promise<Response> {
    const address = origin + path
    const response = await this.fetchFile(new Request(address, { cache: 'no-cache', credentials: 'same-origin' }))
    // Led elsewhere is led to the login: that is not the file.
    if (!response.ok || response.redirected) throw new Error(`${address} could not be fetched (${response.status})`)
    // While another build takes this one's place, the server may answer with files of either.
    const digest = await digestOf(await contentOf(response.clone(), path))
    if (digest !== this.files.digests[path]) throw new Error(`${address} is of another build`)
    return response
  }
}

/** The nonce that the server puts into the page, and what it stands in. */
const nonceTag = /<meta property="csp-nonce" nonce="([^"]+)">/

/** A file as the build made it. */
async function contentOf(response: Response, path: string): Promise<string | Uint8Array> {
  return path === '/' ? (await response.text()).replace(nonceTag, '') : new Uint8Array(await response.arrayBuffer())
}

/**
 * The page as it was kept, with another nonce in it and in its policy: one that is used twice would be none.
 * `fresh` makes a nonce.
 */
export async function withFreshNonce(page: Response, fresh: () => string): Promise<Response> {
  const html = await page.text()
  const headers = new Headers(page.headers)
  const [, old] = nonceTag.exec(html) ?? []
  const policy = headers.get('content-security-policy')
  if (old === undefined || policy === null) return new Response(html, { headers })
  const nonce = fresh()
  headers.set('content-security-policy', policy.replaceAll(`'nonce-${old}'`, `'nonce-${nonce}'`))
  return new Response(html.replaceAll(`nonce="${old}"`, `nonce="${nonce}"`), { headers })
}
