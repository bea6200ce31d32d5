import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { correction, monoSpeech } from './support/recordings'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test(`every state of the page is accessible in ${colorScheme}`, async ({ page }) => {
      const recording = await monoSpeech()
      const editor = await EditorPage.visit(page)
      await expect(page.getByLabel('Open recording')).toBeVisible()
      await expectAccessible(page, 'empty')

      await editor.choose({ name: 'empty.wav', bytes: new Uint8Array(0) })
      await expect(editor.alert).toBeVisible()
      await expectAccessible(page, 'refused file')

      await editor.open(recording)
      await expectAccessible(page, 'open recording')

      await editor.select(recording.flub)
      await editor.say(correction)
      await editor.button('Pause').click()
      await expectAccessible(page, 'take in place')

      await editor.button('Keys').click()
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
      await expectAccessible(page, 'list of keys')
    })
  })
}

async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect.soft(found, state).toEqual([])
}
