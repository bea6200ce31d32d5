import { expect, type Page, test } from '@playwright/test'
import { EditorPage } from './support/editor'

const line = 'the fourteenth of November'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('a line is fixed on a phone, and nothing reaches past the side of the screen', async ({ page }) => {
  const editor = await EditorPage.visit(page)
  await expectNoOverflow(page)
  await editor.button('Try the sample').tap()
  await editor.pausesFound()
  await expectNoOverflow(page)
  await editor.select({ start: 11, end: 13.7 })
  await editor.text.fill(line)
  await editor.generate.tap()
  await expect(editor.status).toHaveText('Take 1 is in place.')
  await expect(editor.takes).toHaveCount(1)
  await expectNoOverflow(page)
  await editor.button('Keep this take').tap()
  await expect(editor.fixes).toContainText(line)
  await expect(editor.takes).toHaveCount(0)
  await expectNoOverflow(page)
})

async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = () => page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - window.innerWidth)
  await expect.poll(overflow).toBeLessThanOrEqual(0)
}
