import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { HeldTakes } from './support/held'
import { chunk, format, joined, latin, monoSpeech, riff } from './support/recordings'
import { readWav } from './support/wav'

const samples = chunk('data', new Uint8Array(96_000).fill(7))
const png = joined([Uint8Array.of(0x89), latin('PNG\r\n\x1a\n'), new Uint8Array(100)])
const mp3 = joined([latin('ID3\x04\0\0\0\0\0\x0a'), new Uint8Array(10), Uint8Array.of(0xff, 0xfb, 0x90, 0x64), samples])

/** What is dropped under the name of a WAV, what is said about it, and the way out that is offered. */
const refused: readonly (readonly [string, Uint8Array, RegExp, RegExp])[] = [
  ['text.wav', latin('This is a shopping list: milk, bread, cheese.\n'.repeat(20)), /text/, /Open a WAV/],
  ['picture.wav', png, /PNG|picture|image/i, /Open a WAV/],
  ['empty.wav', new Uint8Array(0), /empty/, /open that one/],
  [
    'header only.wav',
    riff([chunk('fmt ', format(1, 1, 48_000, 16)), chunk('data', new Uint8Array(0))]),
    /samples .* are missing/,
    /again/,
  ],
  ['cut header.wav', riff([chunk('fmt ', format(1, 1, 48_000, 16)), samples]).subarray(0, 30), /ends before/, /again/],
  ['compressed.wav', riff([chunk('fmt ', format(0x11, 1, 48_000, 4)), samples]), /ADPCM/, /ffmpeg|Convert/],
  ['song.wav', mp3, /MP3/, /ffmpeg|Convert/],
]

test('files that are no recordings are refused with the way out, and the page goes on working', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  for (const [name, bytes, what, wayOut] of refused) {
    await test.step(name, async () => {
      await editor.drop({ name, bytes })
      await expect(editor.alert).toHaveText(what)
      await expect(editor.alert).toHaveText(wayOut)
      await expect(page.getByRole('heading', { name: 'Fix a flubbed line' })).toBeVisible()
      await editor.button('Dismiss').click()
      await expect(editor.alert).toHaveCount(0)
    })
  }
  await editor.open(recording)

  // With a recording open, a refused file changes nothing about it.
  await editor.select(recording.flub)
  await editor.text.fill('Not lost.')
  await editor.choose({ name: 'picture.wav', bytes: png })
  await expect(editor.alert).toHaveText(/Open a WAV/)
  await expect(page.getByText('interview.wav', { exact: true })).toBeVisible()
  await expect(editor.text).toHaveValue('Not lost.')
  await expect(editor.start).not.toHaveValue('')
})

test('a recording that was cut off opens as far as it goes, and says so', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open({ name: 'cut.wav', bytes: recording.bytes.subarray(0, 44 + 2 * 44_100 * 3) })
  await expect(editor.notes).toHaveText(/cut|missing|ends/i)
  await expect(page.getByText('44.1 kHz · 16-bit · mono · 0:00:03')).toBeVisible()
  const exported = readWav((await editor.exported()).bytes)
  expect(exported.frames).toBe(3 * 44_100)
})

test('markup in a name or in the file is text, and the exported name is safe', async ({ page }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  const image = '<img src=x onerror=window.__xss=1>'
  const { chunks } = readWav(recording.bytes)
  for (const name of [`"${image}.wav`, '</title><script>window.__xss=1</script>.wav']) {
    const tags = chunk('LIST', joined([latin('INFO'), chunk('INAM', latin(`${image}${name}`))]))
    await editor.choose({ name, bytes: riff([tags, ...chunks.map(({ id, body }) => chunk(id, body))]) })
    await expect(page.getByText(name, { exact: true })).toBeVisible()
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    const exported = await editor.exported()
    expect(exported.name).toMatch(/^[^<>:"/\\|?*]+-fixed\.wav$/)
    await editor.select(recording.flub)
    await editor.say(`Say ${image} now.`)
    await expect(editor.fixes).toContainText(image)
    await editor.button('Undo').click()
  }
  expect(await page.evaluate<unknown>('window.__xss')).toBeUndefined()
})

test('a file that is no recording is refused also while a take is generated', async ({ page }) => {
  const [text] = refused
  if (!text) throw new Error('nothing to drop')
  const [name, bytes, what] = text
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  const held = new HeldTakes(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.text.fill('We met again.')
  await held.hold()
  await editor.generate.click()
  await expect.poll(() => held.count).toBe(1)

  await editor.drop({ name, bytes })
  await editor.button('Open it as a recording').click()
  await expect(editor.alert).toHaveText(what)
  await editor.button('Dismiss').click()
  await editor.drop({ name, bytes })
  await editor.button('Use it as a take here').click()
  await expect(editor.alert).toHaveText(what)
  await editor.button('Dismiss').click()
  await editor.drop({ name, bytes }, { name: 'other.wav', bytes })
  await expect(editor.alert).toHaveText(what)
  await held.release(0)
  await expect(editor.status).toHaveText('Take 1 is in place.')
})
