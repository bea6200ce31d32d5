import { readdirSync } from 'node:fs'
import { join as path } from 'node:path'
import type { Pcm } from '../../audio/pcm'
import { readWavLayout } from '../../audio/riff/layout'
import { readFrames } from '../../audio/riff/read'
import { mulberry32 } from '../../base/random'
import { recordingFrame } from '../../base/units'
import { fileSource } from '../fileSource'
import { type Cut, casesOf, type JoinCase } from './cases'
import { loopedTone, type Method, perfect, pickup, plain, shortFades } from './methods'
import { type FloorFigures, type JoinMetrics, measureInsert, ownPauses } from './metrics'
import { type Variant, variantOf } from './variants'

/** A recording to cut spans from. */
export interface NamedRecording {
  readonly name: string
  readonly pcm: Pcm
}

/** One table of a bench: which recordings, and where they are cut. */
export interface BenchGroup {
  readonly title: string
  readonly variant: Variant
  readonly cut: Cut
}

/** The figures of one method over all cases of a group. */
export interface MethodResult {
  readonly method: string
  readonly metrics: readonly JoinMetrics[]
}

/** All that was measured on one group. */
export interface GroupResult {
  readonly group: BenchGroup
  readonly cases: readonly JoinCase[]
  readonly methods: readonly MethodResult[]
  /** How far the recordings' own pauses are apart, for each case that has two. */
  readonly chance: readonly FloorFigures[]
  /** Milliseconds that Pickup took for each case. */
  readonly times: readonly number[]
}

/** The groups of the bench, in the order they are printed. */
export const benchGroups: readonly BenchGroup[] = [
  { title: 'As recorded, cut in pauses', variant: 'plain', cut: 'pause' },
  { title: 'In noise', variant: 'noisy', cut: 'pause' },
  { title: 'Reverberant', variant: 'reverberant', cut: 'pause' },
  { title: 'Stereo', variant: 'stereo', cut: 'pause' },
  { title: 'Cut inside words', variant: 'plain', cut: 'word' },
]

/** What is compared. `original` is what a perfect join would give. */
export const benchMethods: ReadonlyMap<string, Method> = new Map([
  ['original', perfect],
  ['Pickup', pickup()],
  ['plain', plain],
  ['3 ms fades', shortFades],
  ['100 ms + loop', loopedTone],
])

/** Goals for the 95th percentile of Pickup on the first group. */
export const benchGoals: Readonly<Partial<Record<keyof JoinMetrics, number>>> = {
  step: 1,
  click: 1.5,
  level: 1,
  floor: 1.5,
  floorSpectrum: 3,
  pause: 15,
  changed: 0,
}

/** The WAV `name` of a folder, whole. Throws what `readWavLayout` throws. */
export async function recordingIn(folder: string, name: string): Promise<NamedRecording> {
  const source = fileSource(path(folder, name))
  const layout = await readWavLayout(source)
  return { name, pcm: await readFrames(source, layout, recordingFrame(0), layout.frames) }
}

/** Every WAV of a folder, by name. Throws where one cannot be read. */
export async function recordingsIn(folder: string): Promise<NamedRecording[]> {
  const names = readdirSync(folder)
    .filter((name) => name.toLowerCase().endsWith('.wav'))
    .sort()
  const found: NamedRecording[] = []
  for (const name of names) found.push(await recordingIn(folder, name))
  return found
}

/** Joins and measures every case of one group by every method. The cases are the same for a seed. */
export async function runGroup(
  recordings: readonly NamedRecording[],
  group: BenchGroup,
  methods: ReadonlyMap<string, Method>,
  casesEach: number,
): Promise<GroupResult> {
  const random = mulberry32(1)
  const cases: JoinCase[] = []
  for (const { name, pcm } of recordings) {
    cases.push(...(await casesOf(name, variantOf(pcm, group.variant), group.cut, casesEach, random)))
  }
  const times: number[] = []
  const results: MethodResult[] = []
  for (const [method, make] of methods) {
    const metrics: JoinMetrics[] = []
    for (const joinCase of cases) {
      const began = performance.now()
      const insert = await make(joinCase)
      if (method === 'Pickup') times.push(performance.now() - began)
      metrics.push(measureInsert(joinCase, insert))
    }
    results.push({ method, metrics })
  }
  const chance = cases.map(ownPauses).filter((figures) => figures !== null)
  return { group, cases, methods: results, chance, times }
}

/** Every other recording: what is tried out on one half can be checked on the other. */
export function halfOf(recordings: readonly NamedRecording[], half: 'a' | 'b'): NamedRecording[] {
  return recordings.filter((_, i) => i % 2 === (half === 'a' ? 0 : 1))
}

/** The value a `share` (0–1) of the measured values of a figure does not exceed; null when none was measured. */
export function centile<Figure extends string>(
  metrics: readonly Readonly<Record<Figure, number | null>>[],
  figure: Figure,
  share: number,
): number | null {
  const values = metrics.map((each) => each[figure]).filter((value) => value !== null)
  if (values.length === 0) return null
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? null
}
