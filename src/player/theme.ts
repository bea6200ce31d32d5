import type { Scope } from '../base/scope'
import { listen } from './events'

const fallbacks = {
  wave: '#3d5a80',
  'wave-fix': '#0b7a70',
  'wave-original': '#7a6a55',
  'wave-bg': '#ffffff',
  'wave-unknown': 'rgb(128 138 150 / 20%)',
  pause: 'rgb(120 135 155 / 16%)',
  ruler: '#525c6b',
  line: '#d3d8e0',
  marker: '#6b3fa0',
  playhead: '#c02626',
} as const

/** Names of the colours that are drawn on canvases; the CSS variables have the same names with `--` before. */
export type ColourName = keyof typeof fallbacks

/** A colour for every name, as the browser computed it. */
export type Colours = Readonly<Record<ColourName, string>>

/** Reads the theme's colours as they hold at `element`. Forces a style computation: call it once per change. */
export function readColours(element: HTMLElement): Colours {
  const probe = element.ownerDocument.createElement('span')
  probe.hidden = true
  probe.style.forcedColorAdjust = 'none'
  element.append(probe)
  // `color` is computed, so that light-dark(), color-mix() and nested variables arrive as plain colours.
  const style = getComputedStyle(probe)
  const read = (name: ColourName): string => {
    probe.style.color = `var(--${name}, ${fallbacks[name]})`
    return style.color
  }
  const colours: Colours = {
    wave: read('wave'),
    'wave-fix': read('wave-fix'),
    'wave-original': read('wave-original'),
    'wave-bg': read('wave-bg'),
    'wave-unknown': read('wave-unknown'),
    pause: read('pause'),
    ruler: read('ruler'),
    line: read('line'),
    marker: read('marker'),
    playhead: read('playhead'),
  }
  probe.remove()
  return colours
}

/** Whether a computed colour, as `rgb(18, 22, 28)`, is a dark one. */
export function isDark(colour: string): boolean {
  const [red = 255, green = 255, blue = 255] = (colour.match(/[\d.]+/g) ?? []).map(Number)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128
}

/** Calls `changed` when the system's light or dark, contrast or forced colours change, until `scope` ends. */
export function watchTheme(scope: Scope, changed: () => void): void {
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']) {
    listen(scope, matchMedia(query), 'change', changed)
  }
}

/** Calls `changed` when the window's device pixel ratio changes (zoom, another screen), until `scope` ends. */
export function watchPixelRatio(scope: Scope, changed: () => void): void {
  let watch: Scope | null = null
  const again = () => {
    watch?.dispose()
    if (scope.disposed) return
    watch = scope.child()
    listen(watch, matchMedia(`(resolution: ${devicePixelRatio}dppx)`), 'change', () => {
      again()
      changed()
    })
  }
  again()
}
