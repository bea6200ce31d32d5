import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { monoSpeech } from './support/recordings'
import { test as withVendor } from './support/service'

const panelOf = (editor: EditorPage) => editor.page.getByRole('region', { name: 'Speak it yourself' })

async function selectFlub(editor: EditorPage): Promise<void> {
  const recording = await monoSpeech()
  await editor.open(recording)
  await editor.drag({ start: recording.flub.start - 0.1, end: recording.flub.end + 0.3 }, recording.seconds)
  await expect(editor.text).toBeFocused()
  await editor.text.fill('we meet in November')
  await editor.text.press('Escape')
}

test.describe('with a microphone', () => {
  test.use({ permissions: ['microphone'] })

  test('a take is spoken by keyboard: counted in, recorded, in place', async ({ page }) => {
    const editor = await EditorPage.visit(page)
    await selectFlub(editor)

    await page.keyboard.press('r')
    await expect(panelOf(editor)).toBeFocused()
    await expect(panelOf(editor).getByRole('meter', { name: 'Microphone level' })).toHaveAttribute(
      'aria-valuetext',
      /^−?-?\d+ dB, (quiet|good|loud|too loud: move back)$/,
    )
    await expect(panelOf(editor).getByRole('radio', { name: 'As I say it' })).toBeChecked()
    await expect(panelOf(editor).getByRole('radio', { name: /embedded voice cannot/ })).toBeDisabled()

    await page.keyboard.press('r')
    await expect(panelOf(editor).getByText(/Recording in \d …/)).toBeVisible()
    // Pausing what counts in stops the counting in.
    await editor.button('Pause').click()
    await expect(panelOf(editor).getByRole('button', { name: 'Record' })).toBeVisible()
    await page.keyboard.press('r')
    await expect(editor.button('Pause')).toBeVisible()
    await expect(panelOf(editor).getByText(/^[1-9]\.\d s$/)).toBeVisible()
    await expect(panelOf(editor).getByText('● Recording')).toBeVisible()
    await expect(editor.button('Play')).toBeVisible()
    // One step back: what was spoken is given up, the microphone stays open.
    await page.keyboard.press('Escape')
    await expect(panelOf(editor).getByRole('button', { name: 'Record' })).toBeVisible()
    await page.keyboard.press('r')
    await expect(panelOf(editor).getByText(/^[2-9]\.\d s$/)).toBeVisible()
    await page.keyboard.press('r')

    await expect(editor.takes).toHaveCount(1)
    await expect(editor.takes).toContainText('we meet in November')
    await expect(editor.fixes).toHaveCount(1)
    await expect(panelOf(editor)).toHaveCount(0)
  })

  test('what is being spoken is not let go unasked, and kept when the microphone goes', async ({ page }) => {
    await page.addInitScript(() => {
      const { mediaDevices } = navigator
      const open = mediaDevices.getUserMedia.bind(mediaDevices)
      mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted)
        addEventListener('unplug', () => stream.getTracks()[0]?.dispatchEvent(new Event('ended')))
        return stream
      }
    })
    const editor = await EditorPage.visit(page)
    await selectFlub(editor)
    await page.keyboard.press('r')
    await panelOf(editor).getByRole('button', { name: 'Record' }).click()
    await expect(panelOf(editor).getByText(/^[1-9]\.\d s$/)).toBeVisible()

    await editor.button('All recordings').click()
    await expect(page.getByRole('alertdialog', { name: 'Give up what is being recorded?' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(panelOf(editor).getByText('● Recording')).toBeVisible()

    await page.evaluate(() => dispatchEvent(new Event('unplug')))
    await expect(editor.takes).toHaveCount(1)
    await expect(editor.alert).toContainText('The microphone has gone.')
    await expect(panelOf(editor)).toHaveCount(0)
  })

  test('the microphone is closed by Escape, and nothing is changed', async ({ page }) => {
    const editor = await EditorPage.visit(page)
    await selectFlub(editor)
    const selected = await editor.selection()
    await editor.button('Speak it yourself').click()
    await panelOf(editor).getByRole('button', { name: 'Record' }).click()
    await expect(panelOf(editor).getByText(/Recording in \d …/)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(panelOf(editor)).toHaveCount(0)
    await expect(editor.button('Play')).toBeVisible()
    expect(await editor.selection()).toEqual(selected)
    await expect(editor.fixes).toHaveCount(0)
  })
})

test('a microphone that may not be used says so, and what to do', async ({ page }) => {
  const editor = await EditorPage.visit(page)
  await selectFlub(editor)
  await editor.button('Speak it yourself').click()
  await expect(editor.alert).toContainText('Allow it in the browser’s settings for this page, then try again.')
  await expect(panelOf(editor)).toHaveCount(0)
})

withVendor.describe('with a service that changes voices', () => {
  withVendor.use({ permissions: ['microphone'] })

  withVendor('what was spoken is said again in the chosen voice, and both are takes', async ({ page, vendor }) => {
    const editor = await EditorPage.visit(page)
    await selectFlub(editor)
    await page.keyboard.press('r')
    await panelOf(editor)
      .getByRole('radio', { name: /^And once more in the voice of .+: 15 credits a second$/ })
      .check()
    await panelOf(editor).getByRole('button', { name: 'Record' }).click()
    await expect(panelOf(editor).getByText(/^[1-9]\.\d s$/)).toBeVisible()
    await panelOf(editor).getByRole('button', { name: 'Stop and use it' }).click()
    await expect(editor.takes).toHaveCount(2)
    await expect(editor.fixes).toHaveCount(1)
    expect(await vendor.received('POST /voice-changer/bytes')).toHaveLength(1)

    // A refusal leaves what was spoken.
    await vendor.script({ on: 'POST /voice-changer/bytes', status: 500, body: '' })
    await page.keyboard.press('r')
    await panelOf(editor).getByRole('button', { name: 'Record' }).click()
    await expect(panelOf(editor).getByText(/^[1-9]\.\d s$/)).toBeVisible()
    await panelOf(editor).getByRole('button', { name: 'Stop and use it' }).click()
    await expect(editor.alert).toBeVisible()
    await expect(editor.takes).toHaveCount(3)
  })
})
