import { levelStep, lowestLevel, spectrumRows } from '../audio/spectrum'
import { clamp } from '../base/units'
import { type ColourMap, colourMap } from './colourMap'
import type { WaveformSource } from './waveformSource'

/** Columns of one tile. */
export const tileColumns = 256

/** How levels become colours. */
export interface LevelRange {
  readonly dark: boolean
  /** How many times louder than it is the signal is shown. */
  readonly amplitude: number
}

/** Decibels of a sine at full scale that are shown as silence and as loudest: a studio's room is silent, a vowel is loudest. */
const silent = -96
const loudest = -14

const maps: Readonly<Record<'dark' | 'light', ColourMap>> = { dark: colourMap(true), light: colourMap(false) }

/** The measured levels of one stretch, and their picture. */
export class SpectrumTile {
  #picture: OffscreenCanvas | null = null
  #painted = ''

  constructor(
    /** The timeline it was measured of. */
    readonly source: WaveformSource,
    readonly levels: Uint8Array,
  ) {}

  /** One pixel for each level, the highest frequency on top. It is made once for each range. */
  picture({ dark, amplitude }: LevelRange): OffscreenCanvas {
    const painted = `${dark} ${amplitude}`
    if (this.#picture && painted === this.#painted) return this.#picture
    const canvas = this.#picture ?? new OffscreenCanvas(tileColumns, spectrumRows)
    const context = canvas.getContext('2d')
    if (context) context.putImageData(coloured(this.levels, dark, amplitude), 0, 0)
    this.#picture = canvas
    this.#painted = painted
    return canvas
  }
}

function coloured(levels: Uint8Array, dark: boolean, amplitude: number): ImageData {
  const image = new ImageData(tileColumns, spectrumRows)
  const pixels = new Uint32Array(image.data.buffer)
  const colours = new Uint32Array(256)
  const map = new Uint32Array(maps[dark ? 'dark' : 'light'].buffer)
  const gain = 20 * Math.log10(amplitude)
  for (let level = 0; level < 256; level++) {
    const decibel = lowestLevel + level * levelStep + gain
    const shown = clamp(Math.round((255 * (decibel - silent)) / (loudest - silent)), 0, 255)
    colours[level] = map[shown] ?? 0
  }
  for (let column = 0; column < tileColumns; column++) {
    for (let row = 0; row < spectrumRows; row++) {
      const level = levels[column * spectrumRows + row] ?? 0
      pixels[(spectrumRows - 1 - row) * tileColumns + column] = colours[level] ?? 0
    }
  }
  return image
}

/** Draws a tile from device column `from` on, `width` columns wide: on whole pixels, so that tiles meet without a seam. */
export function paintTilePart(
  context: CanvasRenderingContext2D,
  tile: SpectrumTile,
  place: {
    readonly from: number
    readonly width: number
    readonly top: number
    readonly height: number
    readonly range: LevelRange
  },
): void {
  const { from, width, top, height, range } = place
  context.imageSmoothingEnabled = true
  const left = Math.round(from)
  context.drawImage(tile.picture(range), left, top, Math.round(from + width) - left, height)
}
