import { expect, type Page, type Route, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { copied, decidedIn, goOnWith } from './support/projects'
import { correction, monoSpeech } from './support/recordings'

const second = 'We met on the fortieth of November.'
const elsewhere =
  'This project is open in another tab. Here it can be heard and exported, not changed. What is changed there is not shown here until you take it over.'
const taken = 'Another tab has taken this project over. Here it can still be heard and exported.'

test('a second tab can look, hear and export, and takes the project over without losing anything', async ({
  page,
  context,
}) => {
  const recording = await monoSpeech()
  const first = await EditorPage.visit(page)
  await first.correct(recording, correction)
  await copied(page)

  const other = await context.newPage()
  const latter = await EditorPage.visit(other)
  await goOnWith(other, recording.name)
  await expectReadOnly(other)
  await expect(other.getByText(elsewhere)).toBeVisible()
  await expect(latter.fixes).toContainText(correction)
  // No key changes it either.
  await other.keyboard.press('Control+z')
  await expect(latter.fixes).toHaveCount(1)
  const looked = await latter.exported()

  // The first tab goes on meanwhile, and hands over what it did.
  await first.say(second, 2)
  await first.text.fill('Typed in the first tab.')
  const [decided, selection] = [await decidedIn(first), await first.selection()]
  const exported = await first.exported()
  await latter.button('Take it over').click()
  await expect(first.status).toHaveText(taken)
  await expectReadOnly(page)
  await expect(other.getByText(elsewhere)).toHaveCount(0)
  await expect.poll(() => decidedIn(latter)).toEqual(decided)
  await expect(latter.text).toHaveValue('Typed in the first tab.')
  expect(await latter.selection()).toEqual(selection)
  const same = await latter.exported()
  expect(Buffer.from(same.bytes).equals(Buffer.from(exported.bytes))).toBe(true)
  expect(Buffer.from(looked.bytes).equals(Buffer.from(exported.bytes))).toBe(false)

  // Work goes on in the second tab, and back in the first.
  await latter.button('Undo').click()
  await expect(latter.status).toHaveText(`Undone: Take 2: “${second}”`)
  await first.button('Take it over').click()
  await expect(latter.status).toHaveText(taken)
  await expect(first.button('Redo')).toHaveAccessibleDescription(/^Redo: Take 2/)
  await first.button('Redo').click()
  await expect(first.status).toHaveText(`Redone: Take 2: “${second}”`)
  expect(await decidedIn(first)).toEqual(decided)

  // A tab that is closed leaves the project free.
  await page.close()
  await other.reload()
  await goOnWith(other, recording.name)
  await expect(other.getByText(elsewhere)).toHaveCount(0)
  await expect.poll(() => decidedIn(latter)).toEqual(decided)
  await expect(latter.alert).toHaveCount(0)
})

test('a take that arrives after the project went to another tab is held until it is taken back', async ({
  page,
  context,
}) => {
  const recording = await monoSpeech()
  const first = await EditorPage.visit(page)
  await first.correct(recording, correction)
  await copied(page)
  const other = await context.newPage()
  const latter = await EditorPage.visit(other)
  await goOnWith(other, recording.name)

  const held: Route[] = []
  await page.route('**/api/infill/bytes', (route) => void held.push(route))
  await first.text.fill(second)
  await first.generate.click()
  await expect(page.getByText(/^(Sending it|Waiting for the voice)/)).toBeVisible()
  await expect.poll(() => held.length).toBe(1)
  await latter.button('Take it over').click()
  await expect(first.status).toHaveText(taken)
  await held[0]?.continue()
  await expect(first.alert).toHaveText(/The take is here, but another tab has this project now\. Take the project over/)
  await expect(page.getByText(/^Stored, not in place yet/)).toBeVisible()
  await expect(latter.button('Take it over')).toHaveCount(0)
  await other.getByRole('switch', { name: 'Fix 1 on' }).click()
  await expect(latter.status).toHaveText('Fix 1 off.')

  await first.button('Take it over').click()
  await expect(latter.status).toHaveText(taken)
  await first.button('Put it in place again').click()
  await expect(first.status).toHaveText('Take 2 is in place.')
  await expect(first.fixes).toContainText(second)
  await first.button('Undo').click()
  await expect(first.status).toHaveText(`Undone: Take 2: “${second}”`)
  await expect(first.button('Undo')).toHaveAccessibleDescription(/^Undo: Fix 1 off/)
})

async function expectReadOnly(page: Page): Promise<void> {
  const editor = new EditorPage(page)
  await expect(editor.button('Take it over')).toBeVisible()
  await expect(editor.generate).toBeDisabled()
  await expect(editor.button('Remove fix 1')).toBeDisabled()
}
