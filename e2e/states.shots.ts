import { expect, type Page, test } from '@playwright/test'
import { test as withVendor } from './support/service'
import { throughFirstFix, throughService, throughSeveralFixes } from './support/states'

/** Not part of the project: pictures to be looked at. */
const folder = '.cache/shots'

const small = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** What the page is looked at in. At 200 % a window of 1280 × 720 has room for 640 × 360. */
const settings = [
  ['1280x720 light', { viewport: { width: 1280, height: 720 }, colorScheme: 'light' }],
  ['1280x720 dark', { viewport: { width: 1280, height: 720 }, colorScheme: 'dark' }],
  ['1920x1080 light', { viewport: { width: 1920, height: 1080 }, colorScheme: 'light' }],
  ['1920x1080 dark', { viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' }],
  ['390x844 light', { ...small, colorScheme: 'light' }],
  ['390x844 dark', { ...small, colorScheme: 'dark' }],
  ['200 percent', { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2, colorScheme: 'light' }],
  ['forced colours', { viewport: { width: 1280, height: 720 }, contextOptions: { forcedColors: 'active' } }],
] as const

for (const [name, use] of settings) {
  test.describe(name, () => {
    test.use(use)

    test(`a first fix in ${name}`, async ({ page }) => {
      test.setTimeout(180_000)
      await throughFirstFix(page, camera(page, name))
    })

    test(`several fixes in ${name}`, async ({ page }) => {
      test.setTimeout(180_000)
      await throughSeveralFixes(page, camera(page, `${name}, several fixes`))
    })
  })

  withVendor.describe(name, () => {
    withVendor.use(use)

    withVendor(`a paid service in ${name}`, async ({ page, vendor }) => {
      withVendor.setTimeout(180_000)
      await throughService(page, vendor, camera(page, `${name}, service`))
    })
  })
}

/** Takes a picture of each state, and sees to it that nothing reaches past the side or, where there is room, past the foot. */
function camera(page: Page, name: string) {
  let count = 0
  return async (state: string) => {
    const number = String(++count).padStart(2, '0')
    await page.screenshot({ path: `${folder}/${name}/${number} ${state}.png`, animations: 'disabled' })
    const [wide, tall] = await page.evaluate(() => {
      const { scrollWidth = 0, scrollHeight = 0 } = document.scrollingElement ?? {}
      return [scrollWidth - innerWidth, innerWidth < 1024 ? 0 : scrollHeight - innerHeight] as const
    })
    expect.soft(wide, `${state} reaches past the side`).toBeLessThanOrEqual(0)
    expect.soft(tall, `${state} reaches past the foot`).toBeLessThanOrEqual(0)
  }
}
