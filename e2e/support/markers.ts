import type { TestFile } from './editor'
import { chunk, joined, latin, riff } from './recordings'
import { readWav } from './wav'

/** A marker to be written into a WAV. */
export interface CueMarker {
  /** Seconds from the beginning. */
  readonly at: number
  readonly label: string
  /** Seconds that it holds; a point without it. */
  readonly length?: number
}

/** A WAV with these markers behind its samples: a `cue ` chunk, and their names and lengths in a `LIST` of the type adtl. */
export function withMarkers({ name, bytes }: TestFile, markers: readonly CueMarker[]): TestFile {
  const { chunks, rate } = readWav(bytes)
  const frame = (seconds: number) => Math.round(seconds * rate)
  const points = markers.map(({ at }, index) =>
    joined([words(index + 1, frame(at)), latin('data'), words(0, 0, frame(at))]),
  )
  const texts = markers.flatMap(({ label, length }, index) => [
    ...(label === '' ? [] : [chunk('labl', joined([words(index + 1), latin(`${label}\0`)]))]),
    ...(length === undefined ? [] : [chunk('ltxt', joined([words(index + 1, frame(length), 0, 0, 0)]))]),
  ])
  const marked = riff([
    ...chunks.map(({ id, body }) => chunk(id, body)),
    chunk('cue ', joined([words(markers.length), ...points])),
    chunk('LIST', joined([latin('adtl'), ...texts])),
  ])
  return { name, bytes: marked }
}

/** Numbers of 32 bits, low byte first. */
function words(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  values.forEach((value, index) => view.setUint32(4 * index, value, true))
  return new Uint8Array(view.buffer)
}
