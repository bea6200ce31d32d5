import { expect, test } from '@playwright/test'
import { EditorPage } from './support/editor'

/** Where README shows it from. Written only when asked for, so that a test run changes no file of the project. */
const target = process.env['PICKUP_PICTURE'] === '1' ? 'docs/pickup.png' : null

/** Where the sample's flub lies. */
const flub = { start: 11, end: 13.7 }

test.use({ colorScheme: 'light', viewport: { width: 1280, height: 720 } })

test('the sample is fixed, and a picture is taken of it', async ({ page }, info) => {
  const editor = await EditorPage.visit(page)
  await editor.button('Try the sample').click()
  await editor.pausesFound()
  await page.getByRole('combobox', { name: 'Voice' }).selectOption('Robert')
  await editor.select(flub)
  await editor.say('the fourteenth of November')
  await expect(editor.join).toHaveText(/^Sounds right\./)
  await editor.button('Zoom in').click()
  await editor.button('Zoom in').click()
  await editor.button('Pause').click()
  await page.screenshot({ path: target ?? info.outputPath('pickup.png') })
})
