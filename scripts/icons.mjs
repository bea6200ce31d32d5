// Draws the PNG icons of the installed app from public/icon.svg. Run by hand when that changes: node scripts/icons.mjs
import { readFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { findBrowser } from './browser.mjs'

const svg = readFileSync('public/icon.svg', 'utf8')
/** For systems that cut icons into a shape of their own: the ground goes to the edges. */
const full = svg.replace(' rx="14"', '')

const icons = [
  { name: 'icon-192', size: 192, image: svg },
  { name: 'icon-512', size: 512, image: svg },
  { name: 'icon-full-180', size: 180, image: full },
  { name: 'icon-full-512', size: 512, image: full },
]

const browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] })
try {
  for (const { name, size, image } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${image}`)
    await page.screenshot({ path: `public/${name}.png`, omitBackground: true })
    await page.close()
  }
} finally {
  await browser.close()
}
