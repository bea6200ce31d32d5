import { expect, type Page, test } from '@playwright/test'
import { Disk } from './support/disk'
import type { EditorPage } from './support/editor'
import { correction, monoSpeech } from './support/recordings'

const name = 'interview-fixed.wav'

test('an export that is cancelled or fails half way never looks finished', async ({ page }) => {
  const recording = await monoSpeech()
  const { editor, disk } = await Disk.visit(page)
  await disk.put(recording)
  await disk.choose(recording.name)
  await editor.pausesFound()
  await editor.select(recording.flub)
  await editor.say(correction)

  await test.step('cancelled', async () => {
    await holdBackAfter(page, 1)
    await editor.button('Export').click()
    await expect(page.getByRole('progressbar', { name: 'Exporting' })).toBeVisible()
    await editor.button('Cancel export').click()
    await expect(editor.status).toHaveText('Export cancelled. Nothing was written.')
    expect((await disk.read(name))?.length ?? 0).toBe(0)
  })

  await test.step('failed', async () => {
    await failAfter(page, 1)
    await editor.button('Export').click()
    await expect(editor.alert).toHaveText(/could not be written, so nothing was saved there.*export again/)
    await expect(editor.button('Export')).toBeVisible()
    expect((await disk.read(name))?.length ?? 0).toBe(0)
  })

  await test.step('closed while it is written', async () => {
    await holdBackAfter(page, 1)
    await editor.button('Export').click()
    await expect(page.getByRole('progressbar', { name: 'Exporting' })).toBeVisible()
    await page.reload()
    expect((await disk.read(name))?.length ?? 0).toBe(0)
    await page.getByRole('button', { name: /^interview\.wav/ }).click()
    await expect(editor.fixes).toHaveCount(1)
  })

  const whole = await exported(editor, disk)
  expect(whole.length).toBeGreaterThan(recording.bytes.length / 2)

  await test.step('over one that was finished', async () => {
    await editor.button('Undo').click()
    await expect(editor.fixes).toHaveCount(0)
    await failAfter(page, 1)
    await editor.button('Export').click()
    await expect(editor.alert).toHaveText(/could not be written/)
    expect(Buffer.from((await disk.read(name)) ?? []).equals(Buffer.from(whole)), 'the file from before').toBe(true)
  })

  const undone = await exported(editor, disk)
  expect(Buffer.from(undone).equals(Buffer.from(recording.bytes))).toBe(true)
})

async function exported(editor: EditorPage, disk: Disk): Promise<Uint8Array> {
  await editor.button('Export').click()
  await expect(editor.status).toHaveText(`Exported ${name}.`)
  return (await disk.read(name)) ?? new Uint8Array()
}

/** The next file that is written stands still after so many chunks, until something is pressed. */
function holdBackAfter(page: Page, chunks: number): Promise<void> {
  return writing(page, chunks, 'hold back')
}

/** The next file that is written meets a full disk after so many chunks. */
function failAfter(page: Page, chunks: number): Promise<void> {
  return writing(page, chunks, 'fail')
}

async function writing(page: Page, chunks: number, then: 'hold back' | 'fail'): Promise<void> {
  await page.evaluate(
    ([chunks, then]) => {
      let written = 0
      // oxlint-disable-next-line typescript/unbound-method -- the proxy calls it on its own object
      FileSystemFileHandle.prototype.createWritable = new Proxy(FileSystemFileHandle.prototype.createWritable, {
        async apply(create, handle, options) {
          FileSystemFileHandle.prototype.createWritable = create
          const writer = (await Reflect.apply(create, handle, options)).getWriter()
          return new WritableStream<Uint8Array<ArrayBuffer>>({
            async write(chunk) {
              await writer.write(chunk)
              if (++written < chunks) return
              if (then === 'fail') throw new DOMException('full', 'QuotaExceededError')
              await new Promise((resolve) => addEventListener('click', resolve, { once: true }))
            },
            close: () => writer.close(),
            abort: (reason) => writer.abort(reason),
          })
        },
      })
    },
    [chunks, then] as const,
  )
}
