import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { EditorPage } from './support/editor'
import { copied, goOnWith } from './support/projects'
import { correction, monoSpeech } from './support/recordings'
import { test } from './support/service'

const voiceOf = (page: Page) => page.getByRole('combobox', { name: 'Voice', exact: true })
const chosenIn = (page: Page) => voiceOf(page).locator('option:checked')
const panelOf = (page: Page) => page.getByRole('dialog', { name: 'Voices' })
const linesOf = (page: Page) => panelOf(page).getByRole('list', { name: 'Voices' }).getByRole('listitem')

async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect.soft(found, state).toEqual([])
}

test('hundreds of voices are searched, heard, chosen, and remembered with the recording', async ({ page, vendor }) => {
  await vendor.addVoices(300)
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  // The user's own comes first.
  await expect(chosenIn(page)).toHaveText('Ben')

  await editor.button('Voices …').press('Enter')
  const panel = panelOf(page)
  const search = panel.getByRole('searchbox', { name: 'Search voices' })
  await expect(search).toBeFocused()
  await expect(linesOf(page)).toHaveCount(31)
  await expect(linesOf(page).first()).toContainText(/Ben.*own/)
  await expectAccessible(page, 'voices')
  await panel.getByRole('button', { name: 'More voices' }).click()
  await expect(linesOf(page)).toHaveCount(61)

  await search.pressSequentially('reader 0250')
  await expect(linesOf(page)).toHaveCount(1)
  await expect(linesOf(page)).toContainText(['Reader 0250'])
  const searches = (await vendor.received('GET /voices')).flatMap(({ query }) =>
    query.filter(([name]) => name === 'q').map(([, value]) => value),
  )
  expect(searches.length).toBeLessThan('reader 0250'.length)

  await search.fill('')
  await panel.getByRole('combobox', { name: 'Spoken in' }).selectOption('German')
  await expect(linesOf(page)).toHaveCount(3)
  await panel.getByRole('combobox', { name: 'Spoken in' }).selectOption('any language')
  await panel.getByRole('checkbox', { name: 'Only my own' }).check()
  await expect(linesOf(page)).toHaveCount(1)
  await panel.getByRole('checkbox', { name: 'Only my own' }).uncheck()

  // One preview at a time.
  await panel.getByRole('button', { name: 'Hear Ada' }).click()
  await expect(panel.getByRole('button', { name: 'Stop Ada' })).toBeVisible()
  await panel.getByRole('button', { name: 'Hear Cleo' }).click()
  await expect(panel.getByRole('button', { name: 'Stop Cleo' })).toBeVisible()
  await expect(panel.getByRole('button', { name: 'Stop Ada' })).toHaveCount(0)
  // It ends by itself.
  await expect(panel.getByRole('button', { name: 'Hear Cleo' })).toBeVisible()
  await vendor.script({ on: 'GET /files/previews/6ccbfb76-1fc6-48f7-b71d-91ac6298247b.wav', status: 404, body: '' })
  await panel.getByRole('button', { name: 'Hear Ada' }).click()
  await expect(editor.alert).toHaveText(/status 404/)

  await editor.button('Voices …').click()
  await expect(panel).toHaveCount(0)
  await editor.button('Voices …').click()
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(editor.button('Voices …')).toBeFocused()

  await editor.button('Voices …').click()
  await search.fill('reader 0250')
  await panel.getByRole('button', { name: 'Choose Reader 0250' }).click()
  await expect(panel).toHaveCount(0)
  await expect(chosenIn(page)).toHaveText('Reader 0250')
  await page.getByRole('combobox', { name: 'Model' }).selectOption('sonic-3-2025-10-27')

  await editor.select(recording.flub)
  await editor.say(correction)
  const [asked] = await vendor.received('POST /infill/bytes')
  expect(Object.fromEntries(asked?.form?.fields ?? [])).toMatchObject({
    voice_id: '00000000-0000-4000-8000-000000010250',
    model_id: 'sonic-3-2025-10-27',
    language: 'en',
  })
  await expect(page.getByRole('note', { name: 'Cost' })).toContainText('337 credits · 337 spent in this session')

  await copied(page)
  await page.reload()
  await goOnWith(page, recording.name)
  await expect(chosenIn(page)).toHaveText('Reader 0250')
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('sonic-3-2025-10-27')
})

test('a voice that is gone is not chosen again, and the page says so', async ({ page, vendor }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await voiceOf(page).selectOption('Cleo')
  await editor.select(recording.flub)
  await editor.say(correction)
  await copied(page)
  await vendor.removeVoice('Cleo')
  await page.reload()
  await goOnWith(page, recording.name)
  await expect(
    page.getByText('The voice chosen for this recording is not one of those here: Ben speaks now.'),
  ).toBeVisible()
  await expect(chosenIn(page)).toHaveText('Ben')
})

test('a voice is made of a stretch of the recording, with consent, speaks a fix, and is deleted', async ({
  page,
  vendor,
}) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.text.fill(correction)
  const before = await editor.selection()
  await editor.button('Voices …').press('Enter')
  await editor.button('Make a voice from this recording').press('Enter')
  const form = page.getByRole('region', { name: 'Make a voice from this recording' })
  await expect(form).toBeFocused()
  const suggested = await editor.selection()
  expect(suggested.end - suggested.start).toBeGreaterThan(5)
  expect(suggested.end - suggested.start).toBeLessThan(10)
  await expectAccessible(page, 'make a voice')

  const make = form.getByRole('button', { name: 'Make the voice' })
  await form.getByRole('button', { name: 'Hear the stretch' }).click()
  await form.getByRole('button', { name: 'Stop' }).click()
  await form.getByRole('textbox', { name: 'Name of the voice' }).fill('Our host')
  await expect(make).toBeDisabled()
  await form.getByRole('checkbox', { name: /permission/ }).check()
  await expect(make).toBeEnabled()

  // Another stretch is the user's to choose.
  await editor.select({ start: 1, end: 2 })
  await expect(form).toContainText('This is too short: select 5 to 10 seconds')
  await expect(make).toBeDisabled()
  await editor.snap.uncheck()
  await editor.select({ start: 1, end: 7 })
  await expect(form).toContainText('Only these 6.0 seconds and the name are uploaded, to Cartesia.')
  await vendor.script({ on: 'POST /voices/clone', status: 500, body: '' })
  await make.click()
  await expect(editor.alert).toHaveText(/status 500.*try again/)
  await make.click()
  await expect(editor.status).toHaveText('The voice “Our host” is made and chosen.')
  await expect(form).toHaveCount(0)
  await expect(chosenIn(page)).toHaveText('Our host')
  const [, request] = await vendor.received('POST /voices/clone')
  expect(Object.fromEntries(request?.form?.fields ?? [])).toEqual({ name: 'Our host', language: 'en' })
  // 16 bits, mono, six seconds.
  expect(request?.form?.files).toEqual([['clip', 'clip.wav', 'audio/wav', 44 + 2 * 6 * 44_100, expect.any(String)]])
  expect(await editor.selection()).toEqual(before)
  await expect(editor.text).toHaveValue(correction)

  await editor.generate.click()
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await expect(editor.takes).toContainText('Our host')

  await editor.button('Voices …').click()
  await panelOf(page).getByRole('button', { name: 'Delete Our host' }).click()
  await expect(page.getByRole('alertdialog')).toContainText('Delete the voice “Our host”?')
  await page.getByRole('button', { name: 'Delete it' }).click()
  await expect(editor.status).toHaveText('The voice “Our host” is deleted.')
  await expect(linesOf(page).filter({ hasText: 'Our host' })).toHaveCount(0)
  await expect(panelOf(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(chosenIn(page)).toHaveText('Ben')
})
