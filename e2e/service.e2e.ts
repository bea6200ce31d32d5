import { expect } from '@playwright/test'
import { EditorPage } from './support/editor'
import { correction, monoSpeech } from './support/recordings'
import { test } from './support/service'

const infill = '**/api/infill/bytes'
const busyFor = (seconds: number) => ({
  on: 'POST /infill/bytes',
  status: 429,
  headers: { 'retry-after': String(seconds), 'content-type': 'application/json' },
  body: JSON.stringify({ error_code: 'concurrency_limited', title: 'Busy', message: 'busy', request_id: 'r' }),
})

test('a busy service is waited for as long as it says, and can be cancelled', async ({ page, vendor }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  await editor.text.fill(correction)

  await vendor.script(busyFor(60))
  await editor.generate.click()
  await expect(page.getByText(/^The service is busy: trying again in (60|5\d) s$/).first()).toBeVisible()
  await expect(page.getByText(/^The service is busy: trying again in (5[0-7]|4\d|3\d) s$/)).toBeVisible()
  await editor.button('Cancel').click()
  await expect(editor.status).toHaveText('Cancelled. The selection and the text are as they were.')
  await expect(page.getByText(/trying again/)).toHaveCount(0)
  expect(await vendor.received('POST /infill/bytes')).toHaveLength(1)

  await vendor.script(busyFor(1), busyFor(2))
  await editor.generate.click()
  await expect(editor.status).toHaveText('Take 1 is in place.')
  expect(await vendor.received('POST /infill/bytes')).toHaveLength(4)
  await expect(editor.alert).toHaveCount(0)
})

test('an answer that was lost on its way is had again for nothing', async ({ page, vendor }) => {
  const recording = await monoSpeech()
  const editor = await EditorPage.visit(page)
  await editor.open(recording)
  await editor.select(recording.flub)
  const cost = page.getByRole('note', { name: 'Cost' })
  await editor.text.fill(correction)
  await expect(cost).toContainText('337 credits')
  await page.route(infill, async (route) => {
    await route.fetch()
    await route.abort()
  })
  await editor.generate.click()
  await expect(editor.alert).toHaveText(/does not answer/)
  await page.unroute(infill)
  await editor.generate.click()
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await expect(cost).toContainText('the last take had been paid for before: free')
  await expect(cost).not.toContainText('spent')
  expect(await vendor.received('POST /infill/bytes')).toHaveLength(1)
  await editor.say(correction, 2)
  await expect(cost).toContainText('337 credits · 337 spent in this session')
  await expect(cost).not.toContainText('free')
})

test('without a network nothing is tried twice, and what speaks says how it is', async ({ page, vendor }) => {
  const editor = await EditorPage.visit(page)
  const badge = editor.button('Cartesia')
  await badge.press('Enter')
  const about = page.getByRole('dialog', { name: 'Cartesia' })
  await expect(about).toContainText('It can be reached and takes the key; version 2026-03-01.')
  await expect(about).toContainText('No daily budget is set.')
  await page.keyboard.press('Escape')
  await expect(about).toHaveCount(0)
  await expect(badge).toBeFocused()
  await vendor.script('unauthorized')
  await badge.press('Enter')
  await expect(about).toContainText('invalid API key')
})

test.describe('with a budget', () => {
  test.use({ serviceEnv: { PICKUP_DAILY_CREDITS: '700' } })

  test('a request beyond it is refused in a sentence, and costs nothing', async ({ page, vendor }) => {
    const recording = await monoSpeech()
    const editor = await EditorPage.visit(page)
    await editor.open(recording)
    await editor.select(recording.flub)
    await editor.say(correction)
    await editor.say(correction, 2)
    await editor.generate.click()
    await expect(editor.alert).toHaveText(
      'You have 700 credits a day, and this request of 337 goes beyond them. Wait until midnight UTC, or ask whoever runs Pickup for more; nothing was billed.',
    )
    expect(await vendor.received('POST /infill/bytes')).toHaveLength(2)
    await page.getByRole('button', { name: 'Cartesia' }).click()
    await expect(page.getByRole('dialog', { name: 'Cartesia' })).toContainText(
      '26 of 700 credits are left for today (UTC).',
    )
  })
})

test.describe('with an access token', () => {
  const token = 'a-token-for-stories-only'
  test.use({ serviceEnv: { PICKUP_ACCESS_TOKEN: token } })

  test('a session that has ended leads to the token and back, with nothing lost', async ({ page, context }) => {
    const recording = await monoSpeech()
    await page.goto('/')
    await page.getByLabel('Access token').fill(token)
    await page.getByRole('button', { name: 'Open' }).click()
    const editor = await EditorPage.visit(page)
    await editor.open(recording)
    await editor.select(recording.flub)
    await editor.text.fill(correction)
    await expect(page.getByRole('combobox', { name: 'Voice', exact: true })).toBeEnabled()
    const selection = await editor.selection()

    await context.clearCookies()
    await editor.generate.click()
    await expect(editor.alert).toHaveText(/asks for its access token.*nothing here is lost/)
    const opened = context.waitForEvent('page')
    await page.getByRole('link', { name: 'Enter the access token' }).click()
    const login = await opened
    await login.getByLabel('Access token').fill(token)
    await login.getByRole('button', { name: 'Open' }).click()
    await expect(login.getByLabel('Open recording')).toBeVisible()
    await login.close()

    expect(await editor.selection()).toEqual(selection)
    await expect(editor.text).toHaveValue(correction)
    await editor.generate.click()
    await expect(editor.status).toHaveText('Take 1 is in place.')
  })
})
