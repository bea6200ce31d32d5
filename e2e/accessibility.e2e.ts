import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { correction, monoSpeech } from './support/recordings'
import { throughStates } from './support/states'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test(`every state of the page is accessible in ${colorScheme}`, async ({ page }) => {
      test.setTimeout(420_000)
      await throughStates(page, (state) => expectAccessible(page, state))
    })

    test(`what is off about a join is accessible in ${colorScheme}`, async ({ page }) => {
      const recording = await monoSpeech()
      const editor = await EditorPage.visit(page)
      await editor.open(recording)
      await editor.select({ start: recording.flub.start + 0.5, end: recording.flub.end })
      await editor.say(correction)
      await editor.button('Pause').click()
      await editor.button('Look at the join').click()
      await expect(editor.button('Edge 10 ms earlier')).toBeVisible()
      await expectAccessible(page, 'join with a fault')
    })
  })
}

async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect.soft(found, state).toEqual([])
}
