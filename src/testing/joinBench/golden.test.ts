import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { must } from '../../base/assert'
import { mulberry32 } from '../../base/random'
import { corpus } from '../corpus'
import { recordingIn } from './bench'
import { casesOf } from './cases'
import { pickup } from './methods'
import { type JoinMetrics, measureInsert } from './metrics'

/**
 * What Pickup's join gives for the first case of three recordings; a change of any figure is one to look at. The figures of now are
 * in what `npx vitest run --project unit src/testing/joinBench/golden.test.ts` says where they are not these.
 */
const pinned: readonly { readonly name: string; readonly figures: Partial<JoinMetrics> }[] = [
  {
    name: 'harvard_list30.decoded.wav',
    figures: { step: 0.0168, click: -6.529, level: 0.0385, spectrum: 2.431, pause: 11.125, changed: 0 },
  },
  {
    name: 'lj001_0005.wav',
    figures: { step: 0.0191, click: -0.925, level: 0.0404, floor: 0.0006, spectrum: 0.442, pause: 0.454, changed: 0 },
  },
  {
    name: 'sppas_fra_FB003_P8.wav',
    figures: {
      step: 0.0251,
      click: -1.435,
      level: 0.034,
      floor: 1.064,
      floorSpectrum: 0.326,
      spectrum: 1.005,
      pause: 0.567,
    },
  },
]

const folder = corpus()

describe.skipIf(folder === null)('cases of the join bench', () => {
  it.each(pinned)('$name', async ({ name, figures }) => {
    const { pcm } = await recordingIn(join(folder ?? '', 'speech'), name)
    const [joinCase] = await casesOf(name, pcm, 'pause', 1, mulberry32(2))
    const metrics = measureInsert(must(joinCase, 'no case'), await pickup()(must(joinCase, 'no case')))
    const close = Object.entries(figures).map(([figure, value]) => [figure, expect.closeTo(value ?? Number.NaN, 2)])
    expect(metrics).toMatchObject(Object.fromEntries(close))
  })
})
