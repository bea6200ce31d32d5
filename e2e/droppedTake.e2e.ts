import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { corpus } from '../src/testing/corpus'
import { EditorPage } from './support/editor'
import { expectOnlyTheFixChanged } from './support/exports'
import { copied, keptFiles } from './support/projects'
import { correction, latin, monoSpeech, silentWav, stereoSpeech } from './support/recordings'
import { readWav } from './support/wav'

const folder = corpus()
const compressed = ['flac_16_stereo.flac', 'mp3_vbr_v4_mono_44100.mp3', 'opus_mono.ogg', 'aiff_s16_stereo.aiff']

test('a file that is dropped on a selection is a take there, when that is what is wanted', async ({ page }) => {
  const recording = await monoSpeech()
  const other = await stereoSpeech()
  const editor = await EditorPage.visit(page)
  const question = page.getByRole('alertdialog', { name: 'Use this file as a take?' })
  await editor.open(recording)
  await editor.select(recording.flub)
  const selection = await editor.selection()
  await editor.text.fill(correction)

  await test.step('asked, and left as it was', async () => {
    await editor.drop({ name: 'retake.wav', bytes: other.bytes })
    await expect(question).toContainText('“retake.wav”')
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(question).toHaveCount(0)
    await expect(editor.fixes).toHaveCount(0)
    expect(await editor.selection()).toEqual(selection)
  })

  await test.step('used as a take', async () => {
    await editor.drop({ name: 'retake.wav', bytes: other.bytes })
    await question.getByRole('button', { name: 'Use it as a take here' }).click()
    await expect(editor.status).toHaveText('Take 1 is in place.')
    await expect(editor.takes).toHaveCount(1)
    await expect(editor.takes).toContainText('retake')
    await expect(editor.takes).toContainText('from a file')
    const insert = await editor.selection()
    expect(insert.end - insert.start).toBeGreaterThan(other.seconds - 2)
    await expectOnlyTheFixChanged(editor, recording, await editor.exported(), { replaced: selection, insert })
  })

  await test.step('what cannot be a take is refused', async () => {
    const input = page.getByLabel('Use a file as a take')
    for (const [name, bytes, says] of [
      ['long.wav', silentWav(61), /61 s long, and a take can have up to 60 s/],
      ['silent.wav', silentWav(3), /only silence/],
      ['text.wav', latin('milk, bread, cheese. '.repeat(40)), /text/],
    ] as const) {
      await input.setInputFiles({ name, mimeType: 'audio/wav', buffer: Buffer.from(bytes) })
      await expect(editor.alert).toHaveText(says)
      await expect(editor.takes).toHaveCount(1)
      await editor.button('Dismiss').click()
    }
  })

  await test.step('opened as a recording instead', async () => {
    await editor.drop(other)
    await question.getByRole('button', { name: 'Open it as a recording' }).click()
    await expect(page.getByRole('heading', { name: other.name })).toBeVisible()
    await expect(editor.fixes).toHaveCount(0)
  })
})

test('a compressed file is a take as well, and leaves nothing behind but the take', async ({ page }) => {
  test.skip(folder === null, 'the recordings of ../shared/audio are not there')
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.text.fill(correction)
  for (const [index, name] of compressed.entries()) {
    const buffer = readFileSync(join(folder ?? '', 'zoo', name))
    await page.getByLabel('Use a file as a take').setInputFiles({ name, mimeType: '', buffer })
    await expect(editor.status).toHaveText(`Take ${index + 1} is in place.`)
    await expect(editor.takes).toHaveCount(index + 1)
  }
  await copied(page)
  const files = Object.keys(await keptFiles(page))
  expect(files.filter((path) => path.startsWith('takes/'))).toHaveLength(compressed.length)
  expect(files).toHaveLength(compressed.length + 1)
  expect(readWav((await editor.exported()).bytes).rate).toBe(recording.rate)
})
