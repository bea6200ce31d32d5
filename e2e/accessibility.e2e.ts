import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'
import { correction, monoSpeech } from './support/recordings'
import { test as withVendor } from './support/service'
import { throughFirstFix, throughService, throughSeveralFixes } from './support/states'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test(`every state of a first fix is accessible in ${colorScheme}`, async ({ page }) => {
      test.setTimeout(240_000)
      await throughFirstFix(page, (state) => expectAccessible(page, state))
    })

    test(`every state of several fixes is accessible in ${colorScheme}`, async ({ page }) => {
      test.setTimeout(240_000)
      await throughSeveralFixes(page, (state) => expectAccessible(page, state))
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

  withVendor.describe(`${colorScheme}, a paid service`, () => {
    withVendor.use({ colorScheme })

    withVendor(`what a paid service shows is accessible in ${colorScheme}`, async ({ page, vendor }) => {
      withVendor.setTimeout(120_000)
      await throughService(page, vendor, (state) => expectAccessible(page, state))
    })
  })
}

/**
 * What is read on a control is part of its name, for whoever speaks to the page (WCAG 2.5.3). No such label are the logo on
 * the way home, the words of a fix, whose controls are all named by its number, and what a switch stands at.
 */
const labels = { 'label-content-name-mismatch': { enabled: true } }
const unlabelled = /aria-label="(All recordings|Edit fix \d+|Fix \d+ on)"/

async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ rules: labels }).analyze()
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.filter(({ html }) => !(id in labels && unlabelled.test(html))).map(({ html }) => `${id}: ${help}: ${html}`),
  )
  expect.soft(found, state).toEqual([])
}
