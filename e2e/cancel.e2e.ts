import { expect } from '@playwright/test'
import { EditorPage } from './support/editor'
import { correction, monoSpeech } from './support/recordings'
import { test, type VendorProcess } from './support/service'

test.use({ permissions: ['microphone'] })

/** Until the upstream connections that never answered are closed, too. */
async function expectDropped(vendor: VendorProcess, count: number): Promise<void> {
  await expect.poll(async () => (await vendor.closed()).filter(({ how }) => how === 'dropped').length).toBe(count)
}

test('whatever is asked of the service can be given up at once, and leaves everything as it was', async ({
  page,
  vendor,
}) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.text.fill(correction)
  const selected = await editor.selection()
  const given = 'Cancelled. The selection and the text are as they were.'

  await test.step('a take', async () => {
    await vendor.script({ on: 'POST /infill/bytes', act: 'hang' })
    await editor.generate.click()
    await expect(page.getByText(/^Waiting for the voice/)).toBeVisible()
    await editor.button('Cancel').press('Enter')
    await expect(editor.status).toHaveText(given)
    await expectDropped(vendor, 1)
    await expect(editor.text).toHaveValue(correction)
    expect(await editor.selection()).toEqual(selected)
  })

  await test.step('what was spoken, said again in another voice: what was spoken stays', async () => {
    await vendor.script({ on: 'POST /voice-changer/bytes', act: 'hang' })
    const panel = page.getByRole('region', { name: 'Speak it yourself' })
    await editor.button('Speak it yourself').click()
    await panel.getByRole('radio', { name: /^And once more in the voice of/ }).check()
    await panel.getByRole('button', { name: 'Record' }).click()
    await expect(panel.getByText(/^[1-9]\.\d s$/)).toBeVisible()
    await panel.getByRole('button', { name: 'Stop and use it' }).click()
    await expect(page.getByText(/^Waiting for the voice/)).toBeVisible()
    await editor.button('Cancel').click()
    await expect(editor.status).toHaveText(given)
    await expectDropped(vendor, 2)
    await expect(editor.takes).toHaveCount(1)
  })

  await test.step('nothing is left waiting, and the next take comes', async () => {
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    await editor.say(correction, 2)
    await expect(editor.fixes).toHaveCount(1)
    await expect(editor.alert).toHaveCount(0)
  })
})
