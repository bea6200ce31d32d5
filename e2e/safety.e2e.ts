import { expect, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { copied, goOnWith, keptFiles } from './support/projects'
import { correction, monoSpeech } from './support/recordings'

const second = 'We met on the fortieth of November.'

test('storage that the browser may clear, or that ends with the page, is said in the list of fixes', async ({
  page,
  context,
}) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  const fixes = page.getByRole('region', { name: 'Fixes in this recording' })
  await editor.open(recording)
  await expect(fixes).not.toContainText('browser')
  await editor.select(recording.flub)
  await editor.button('Cut it').click()
  await expect(fixes).toContainText('The browser may clear this work when the disk gets full. Save a project file now')

  const refused = await context.newPage()
  await refused.addInitScript(() => {
    const refusal = new DOMException('refused', 'SecurityError')
    Object.assign(navigator.storage, { getDirectory: () => Promise.reject(refusal) })
    IDBFactory.prototype.open = () => {
      throw refusal
    }
  })
  const unkept = await EditorPage.visit(refused)
  await unkept.open(recording)
  await expect(refused.getByRole('region', { name: 'Fixes in this recording' })).toContainText(
    'This browser does not let Pickup store anything: your work ends with this page. Export before you close it',
  )
  await unkept.select(recording.flub)
  await unkept.say(correction)
  const { bytes } = await unkept.exported()
  expect(Buffer.from(bytes).equals(Buffer.from(recording.bytes))).toBe(false)
  await expect(unkept.alert).toHaveCount(0)
})

test('a storage worker that dies is started again, and what was asked of it is asked again', async ({ page }) => {
  const recording = await monoSpeech()
  await page.addInitScript(() => {
    // The first write of each page kills the worker it is sent to.
    let killed = false
    // oxlint-disable-next-line typescript/unbound-method -- the proxy calls it on its own object
    Worker.prototype.postMessage = new Proxy(Worker.prototype.postMessage, {
      apply(post, worker, [message, ...rest]) {
        if (killed || message?.kind !== 'write') return Reflect.apply(post, worker, [message, ...rest])
        killed = true
        return void worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))
      },
    })
  })
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.say(correction)
  await expect(editor.alert).toHaveCount(0)
  await editor.say(second, 2)
  await copied(page)
  expect(Object.keys(await keptFiles(page)).filter((path) => path.startsWith('takes/'))).toHaveLength(2)
  await page.reload()
  await goOnWith(page, recording.name)
  await expect(editor.fixes).toContainText('take 2')
  await expect(editor.alert).toHaveCount(0)
})

test('a joining worker that dies fails its step with the reason, the take is held, and the next try works', async ({
  page,
}) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await killNextJoin(page)
  await editor.select(recording.flub)
  await editor.text.fill(correction)
  await editor.generate.click()
  await expect(editor.alert).toHaveText(/a join worker failed/)
  await expect(editor.fixes).toHaveCount(0)
  await editor.button('Put it in place again').click()
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await expect(editor.alert).toHaveCount(0)
  expect(Object.keys(await keptFiles(page)).filter((path) => path.startsWith('takes/'))).toHaveLength(1)
})

/** Kills the joining worker that is asked next to render something. */
async function killNextJoin(page: Page): Promise<void> {
  await page.evaluate(() => {
    // oxlint-disable-next-line typescript/unbound-method -- the proxy calls it on its own object
    Worker.prototype.postMessage = new Proxy(Worker.prototype.postMessage, {
      apply(post, worker, [message, ...rest]) {
        if (message?.settings === undefined) return Reflect.apply(post, worker, [message, ...rest])
        Worker.prototype.postMessage = post
        return void worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))
      },
    })
  })
}
