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
  })
}

async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect.soft(found, state).toEqual([])
}
