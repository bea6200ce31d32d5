import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { correction, monoSpeech } from './support/recordings'

test('after its first load the page works without its server, all but generating', async ({ page, context }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await kept(page)

  await context.setOffline(true)
  await page.reload()
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.button('Cut it').click()
  await expect(editor.status).toHaveText(/^Cut\. \d+\.\d\d s shorter\.$/)
  const { name, bytes } = await editor.exported()
  expect(name).toBe('interview-fixed.wav')
  expect(bytes.length).toBeLessThan(recording.bytes.length)
  const flac = await editor.exported(async () => {
    await editor.button('Export as').click()
    await page.getByRole('menuitem', { name: 'FLAC' }).click()
  })
  expect(Buffer.from(flac.bytes.subarray(0, 4)).toString()).toBe('fLaC')

  await editor.text.fill(correction)
  await editor.generate.click()
  await expect(editor.alert).toContainText('Pickup’s server does not answer')
  await expect(editor.text).toHaveValue(correction)

  await context.setOffline(false)
  await page.reload()
  await page.getByRole('list', { name: 'Projects' }).getByRole('button').first().click()
  await expect(editor.fixes).toHaveCount(1)
})

test('nothing that the server answers under /api is kept', async ({ page }) => {
  await EditorPage.visit(page)
  await kept(page)
  await page.reload()
  await expect(page.getByText('embedded voice').first()).toBeVisible()
  const addresses = await keptAddresses(page)
  expect(addresses.length).toBeGreaterThan(10)
  expect(addresses.filter((address) => new URL(address).pathname.startsWith('/api'))).toEqual([])
})

test('a new version is offered and taken only when it is asked for; the old one’s files go', async ({ page }) => {
  test.setTimeout(90_000)
  const folder = mkdtempSync(join(tmpdir(), 'pickup-versions-'))
  const server = await serveCopy(folder)
  try {
    await page.goto(server.address)
    await kept(page)
    await page.reload()
    const old = await versions(page)
    expect(old).toHaveLength(1)

    changeBuild(folder)
    await page.reload()
    await expect(page.getByText('A new version is ready: reload when it suits you.')).toBeVisible()
    await page.getByRole('button', { name: 'Try the sample' }).click()
    await expect(page.getByRole('status')).toHaveText(/pauses? found/)
    expect(await page.title()).toBe('Pickup')
    await page.getByRole('button', { name: 'Reload' }).click()
    await expect(page).toHaveTitle('Pickup 2')
    await expect.poll(() => versions(page)).toHaveLength(1)
    expect(await versions(page)).not.toEqual(old)
    await expect(page.getByText('A new version is ready')).toHaveCount(0)
  } finally {
    server.process.kill()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Waits until the page and all it needs are kept in the browser. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
}

const versions = (page: Page) => page.evaluate(() => caches.keys())

function keptAddresses(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const lists = (await caches.keys()).map(async (name) =>
      (await (await caches.open(name)).keys()).map(({ url }) => url),
    )
    return (await Promise.all(lists)).flat()
  })
}

/** Serves a copy of the build on a port of its own, so that another build can take its place. */
async function serveCopy(folder: string): Promise<{ readonly address: string; readonly process: ChildProcess }> {
  cpSync('dist', join(folder, 'dist'), { recursive: true })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const port = Number(process.env['PICKUP_E2E_PORT'] ?? 5199) + 300
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: folder,
    env: { ...process.env, PICKUP_PORT: String(port), CARTESIA_API_KEY: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return { address: `http://127.0.0.1:${port}/`, process: child }
}

/** Puts another build in place: its page has another title. */
function changeBuild(folder: string): void {
  const change = (name: string, from: string | RegExp, to: string) => {
    const file = join(folder, 'dist/client', name)
    const before = readFileSync(file, 'utf8')
    const after = before.replace(from, to)
    expect(after).not.toBe(before)
    writeFileSync(file, after)
    return createHash('sha256').update(after).digest('hex').slice(0, 24)
  }
  const page = change('index.html', '<title>Pickup</title>', '<title>Pickup 2</title>')
  change('sw.js', /version:`[^`]+`|"version":"[^"]+"/, '"version":"another"')
  change('sw.js', /"\/":"[^"]+"/, `"/":"${page}"`)
}
