import { writeFile } from 'node:fs/promises'
import { type CDPSession, expect, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { closed, copied, decidedIn, goOnWith, keptFiles } from './support/projects'
import { chunk, correction, format, joined, monoSpeech, riff } from './support/recordings'

const second = 'We met on the fortieth of November.'

test('a full disk says so and loses nothing: steps are refused whole, a take waits', async ({ page }) => {
  const recording = await monoSpeech()
  const disk = await diskOf(page)
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)

  await test.step('the first step', async () => {
    await disk.fill()
    await editor.button('Cut it').click()
    await expect(editor.alert).toHaveText(/no room left to store this step.*Free space.*try again/)
    await expect(page.getByText('not saved')).toBeVisible()
    await expect(editor.fixes).toHaveCount(0)
    await disk.free()
    await editor.say(correction)
    await expect(editor.alert).toHaveCount(0)
    await copied(page)
    await expect.poll(async () => Object.values(await keptFiles(page))).toContain(recording.bytes.length)
  })

  const decided = await decidedIn(editor)
  await test.step('a take', async () => {
    await disk.fill()
    await editor.text.fill(second)
    await editor.generate.click()
    await expect(editor.alert).toHaveText(/no room left to store the take.*try again/)
    await expect(page.getByText(/^Not stored yet/)).toBeVisible()
    await editor.button('Store it again').click()
    await expect(editor.alert).toHaveText(/no room left to store the take.*try again/)
    expect(await decidedIn(editor)).toEqual(decided)
    await disk.free()
    await editor.button('Store it again').click()
    await expect(editor.status).toHaveText('Take 2 is in place.')
    await expect(editor.alert).toHaveCount(0)
    await expect(page.getByText('Not stored yet')).toHaveCount(0)
  })

  await test.step('other steps', async () => {
    const before = await decidedIn(editor)
    for (const press of [
      () => editor.button('Undo').click(),
      () => editor.button('Remove fix 1').click(),
      () => page.getByRole('switch', { name: 'Fix 1 on' }).click(),
      () => editor.button('Hear take 1 in place').click(),
    ]) {
      await refuseNextStep(page)
      await press()
      await expect(editor.alert).toHaveText(/no room left to store this step/)
      expect(await decidedIn(editor)).toEqual(before)
      await editor.button('Dismiss').click()
    }
    await editor.button('Undo').click()
    await expect(editor.status).toHaveText(`Undone: Take 2: “${second}”`)
    await editor.button('Redo').click()
    await expect(editor.status).toHaveText(`Redone: Take 2: “${second}”`)
  })

  await test.step('a take that is let go', async () => {
    const takes = await keptFiles(page)
    await disk.fill()
    await editor.text.fill(correction)
    await editor.generate.click()
    await expect(page.getByText(/^Not stored yet/)).toBeVisible()
    await editor.button('Let it go').click()
    await expect(page.getByText(/^Not stored yet/)).toHaveCount(0)
    await expect(editor.takes).toHaveCount(2)
    await disk.free()
    expect(await keptFiles(page)).toEqual(takes)
  })

  const last = await decidedIn(editor)
  await page.reload()
  await goOnWith(page, recording.name)
  await expect.poll(() => decidedIn(editor)).toEqual(last)
})

test('a take is held as well when only the step has no room', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.correct(recording, correction)
  await copied(page)
  await refuseNextStep(page)
  await editor.text.fill(second)
  await editor.generate.click()
  await expect(editor.alert).toHaveText(/no room left to store this step/)
  await expect(editor.fixes).toContainText(correction)
  await editor.button('Put it in place again').click()
  await expect(editor.status).toHaveText('Take 2 is in place.')
  await expect(editor.takes).toHaveCount(2)
  expect(Object.keys(await keptFiles(page)).filter((path) => path.startsWith('takes/'))).toHaveLength(2)
})

test('a copy of a long recording is offered with its size, and refused with both sizes when there is no room', async ({
  page,
}) => {
  const long = noise(70 * 2 ** 20)
  const disk = await diskOf(page)
  const editor = await EditorPage.visit(page)
  const path = test.info().outputPath('long.wav')
  await writeFile(path, long)
  const give = () => page.getByLabel('Open recording').setInputFiles(path)
  await give()
  await editor.pausesFound()
  await editor.snap.uncheck()
  await editor.select({ start: 10, end: 12 })
  await editor.button('Cut it').click()
  await expect(editor.status).toHaveText(/^Cut\. \d+\.\d\d s shorter\.$/)
  await expect(page.getByText(/A copy in the browser takes 73(\.\d)? MB\./)).toBeVisible()
  // Once that is answered, it is not asked again: the list of fixes says how it is, and what can be done.
  await editor.button('Ask me for it').click()
  await expect(page.getByText(/A copy in the browser takes/)).toHaveCount(0)
  await expect(page.getByText(/The recording itself is not kept in this browser/)).toBeVisible()
  await disk.fill(40_000_000)
  await editor.button('Keep a copy').click()
  await expect(editor.alert).toHaveText(
    /^A copy of the recording takes 73(\.\d)? MB, and (only [\d.]+ MB are|less than that is) free/,
  )
  expect(Object.keys(await keptFiles(page))).toEqual([])
  await disk.free()

  await closed(editor)
  await page.getByRole('button', { name: /^long\.wav/ }).click()
  await expect(page.getByRole('heading', { name: 'Choose long.wav again to go on' })).toBeVisible()
  await expect(editor.alert).toHaveCount(0)
  await page.reload()
  await page.getByRole('button', { name: /^long\.wav/ }).click()
  await page.getByLabel('Choose long.wav').setInputFiles(path)
  await expect(editor.fixes).toHaveCount(1)
  await expect(page.getByText(/The recording itself is not kept in this browser/)).toBeVisible()
  await expect(page.getByText(/A copy in the browser takes/)).toHaveCount(0)
  await editor.button('Keep a copy').click()
  await copied(page)
  await expect(editor.button('Keep a copy')).toHaveCount(0)
  await closed(editor)
  await goOnWith(page, 'long.wav')
  await expect(editor.fixes).toHaveCount(1)
  expect(Object.values(await keptFiles(page))).toEqual([long.length])
})

interface FullDisk {
  /** Leaves the page `bytes` of room in all, what it has already taken among them. */
  fill(bytes?: number): Promise<void>
  free(): Promise<void>
}

async function diskOf(page: Page): Promise<FullDisk> {
  const session: CDPSession = await page.context().newCDPSession(page)
  const origin = 'http://' + new URL(test.info().project.use.baseURL ?? '').host
  return {
    fill: async (bytes = 1) =>
      void (await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: bytes })),
    free: async () => void (await session.send('Storage.overrideQuotaForOrigin', { origin })),
  }
}

/** The next step of a project finds no room. The browser looks at the quota for small writes only now and then. */
async function refuseNextStep(page: Page): Promise<void> {
  await page.evaluate(() => {
    // oxlint-disable-next-line typescript/unbound-method -- the proxy calls it on its own object
    IDBObjectStore.prototype.put = new Proxy(IDBObjectStore.prototype.put, {
      apply(put, store: IDBObjectStore, values) {
        if (store.name !== 'projects') return Reflect.apply(put, store, values)
        IDBObjectStore.prototype.put = put
        throw new DOMException('full', 'QuotaExceededError')
      },
    })
  })
}

/** A mono WAV of 16 bits at 48 kHz of about `bytes` bytes of quiet noise. */
function noise(bytes: number): Uint8Array {
  const data = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at += 2) data[at] = (at * 2_654_435_761) >>> 24
  return joined([riff([chunk('fmt ', format(1, 1, 48_000, 16)), chunk('data', data)])])
}
