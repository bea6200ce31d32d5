/** The colour of each of 256 levels, as red, green, blue and alpha. */
export type ColourMap = Uint8ClampedArray

type Oklch = readonly [lightness: number, chroma: number, hue: number]

/**
 * From silence to loud, in OKLCH (B. Ottosson 2020). The lightness goes one way all along, so that levels are told apart without
 * telling hues; silence is the background of the theme. Hues past 360 go on round the circle.
 */
const onDark: readonly Oklch[] = [
  [0.2, 0.01, 260],
  [0.34, 0.11, 290],
  [0.52, 0.17, 340],
  [0.7, 0.16, 400],
  [0.86, 0.14, 445],
  [0.98, 0.04, 460],
]
const onLight: readonly Oklch[] = [
  [1, 0, 240],
  [0.9, 0.05, 220],
  [0.76, 0.1, 235],
  [0.58, 0.14, 265],
  [0.4, 0.14, 295],
  [0.18, 0.06, 320],
]

/** The map for a dark or a light background. */
export function colourMap(dark: boolean): ColourMap {
  const anchors = dark ? onDark : onLight
  const map = new Uint8ClampedArray(4 * 256)
  for (let level = 0; level < 256; level++) {
    const place = (level / 255) * (anchors.length - 1)
    const index = Math.min(anchors.length - 2, Math.floor(place))
    const [from, to] = [anchors[index] ?? onDark[0], anchors[index + 1] ?? onDark[0]]
    if (from && to) map.set([...rgb(between(from, to, place - index)), 255], 4 * level)
  }
  return map
}

const between = (a: Oklch, b: Oklch, share: number): Oklch => [
  a[0] + share * (b[0] - a[0]),
  a[1] + share * (b[1] - a[1]),
  a[2] + share * (b[2] - a[2]),
]

/** OKLCH as red, green and blue, 0 to 255. */
function rgb([lightness, chroma, hue]: Oklch): readonly [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

const encoded = (value: number): number =>
  255 * (value <= 0.0031308 ? 12.92 * Math.max(0, value) : 1.055 * value ** (1 / 2.4) - 0.055)
