import { expect, it } from 'vitest'
import { colourMap } from './colourMap'
import { isDark } from './theme'

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

/** Relative luminance of a level, as WCAG counts it. */
function luminance(map: Uint8ClampedArray, level: number): number {
  const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((part) => linear((map[4 * level + part] ?? 0) / 255))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

it('goes one way from the background to what is loud, without a step', () => {
  for (const dark of [true, false]) {
    const map = colourMap(dark)
    const lights = Array.from({ length: 256 }, (_, level) => luminance(map, level))
    const steps = lights.slice(1).map((light, level) => (light - (lights[level] ?? 0)) * (dark ? 1 : -1))
    // Whole numbers of red, green and blue may stand still for a level; none goes back by more than their rounding.
    expect(Math.min(...steps)).toBeGreaterThan(-0.003)
    expect(Math.max(...steps)).toBeLessThan(0.02)
    const [low = 0, high = 0] = [lights[0], lights[255]].toSorted((a = 0, b = 0) => a - b)
    expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(12)
  }
})

it('tells dark backgrounds from light ones', () => {
  expect([isDark('rgb(18, 22, 28)'), isDark('rgb(255, 255, 255)'), isDark('rgba(0, 0, 0, 1)')]).toEqual([
    true,
    false,
    true,
  ])
})
