import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { throughStates } from './support/states'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test(`every state of the page is accessible in ${colorScheme}`, async ({ page }) => {
      test.setTimeout(120_000)
      await throughStates(page, (state) => expectAccessible(page, state))
    })

    test(`the join of a fix is accessible in ${colorScheme}`, async ({ page }) => {
      const recording = await monoSpeech()
      const editor = await EditorPage.visit(page)
      await editor.open(recording)
      // From inside a word, so that there is something to mend.
      await editor.select({ start: recording.flub.start + 0.5, end: recording.flub.end })
      await editor.text.fill(correction)
      await editor.button('Show what is sent').click()
      await expect(page.getByLabel('Plan')).toBeVisible()
      await editor.say(correction)
      await editor.button('Pause').click()
      await expectAccessible(page, 'what is sent')

      await editor.button('Look at the join').click()
      await page.getByText('All measurements').click()
      await expect(page.getByRole('table', { name: 'All measurements' })).toBeVisible()
      await expect(editor.button('Edge 10 ms earlier')).toBeVisible()
      await expectAccessible(page, 'join')
    })
  })
}

async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect.soft(found, state).toEqual([])
}
