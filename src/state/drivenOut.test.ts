import { expect, it } from 'vitest'
import { pyramidOf } from '../audio/peaks'
import { wavFile } from '../audio/riff/header'
import { must } from '../base/assert'
import { fixId } from '../base/ids'
import { frames, recordingRange, sampleRate } from '../base/units'
import { newFix } from '../edit/fix'
import type { Project } from '../edit/project'
import { goodReport } from '../testing/goodReport'
import type { Page } from '../testing/page/page'
import { checkSettled } from '../testing/page/rules'
import { inWorld, type World } from '../testing/page/world'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import { exportRecording } from './exportFlow'
import { cutSelection } from './fixFlow'
import { adjustJoin } from './joinFlow'
import { openFile } from './openFlow'
import { select } from './selectionFlow'

const rate = sampleRate(8000)
const documentOf = ({ app }: Page) => must(app.store.document(), 'an open recording')

/** A recording with a cut in it, and before that a sample that is no number. */
async function withCut(world: World): Promise<Page> {
  const page = must(world.pages[0], 'a page')
  const { recording } = syntheticSpeech({ seed: 1, rate, seconds: 6, roomDb: -60 })
  const file = new Uint8Array(wavFile({ rate, channels: [recording] }, 'f32', null))
  const samples = file.length - 4 * recording.length
  new DataView(file.buffer).setFloat32(samples + 4 * 100, Number.NaN, true)
  await page.does(() => openFile(page.app, new File([file], 'line.wav')))
  await page.does(() => {
    select(page.app, 12_000, 18_000, 'exact')
    return cutSelection(page.app)
  })
  return page
}

/** Keeps so large an insert that all others go which neither `needed` nor anything under way needs. */
function crowd(page: Page, needed: readonly Project[]): void {
  const { inserts } = must(page.app.workspace, 'a workspace')
  const pcm = { rate, channels: [new Float32Array(1)] }
  const pyramid = { ...pyramidOf(pcm), frames: frames(2 * inserts.most) }
  const fix = newFix(fixId('large'), recordingRange(0, 100), '')
  inserts.keep(fix, { pcm, report: goodReport, pyramid, pauses: [] }, needed)
}

async function until(world: World, waiting: RegExp): Promise<void> {
  while (!world.scheduler.pending.some((label) => waiting.test(label))) expect(await world.turn()).toBe(true)
}

it('an export writes the inserts that there were when it began', () =>
  inWorld(1, async (world) => {
    const page = await withCut(world)
    const { app } = page
    const exported = async () => new Uint8Array(await must(world.browser.exported, 'a file').arrayBuffer())
    await page.does(() => exportRecording(app, { format: 'source' }))
    const before = await exported()
    world.browser.exported = null
    page.begin('export', () => exportRecording(app, { format: 'source' }))
    await until(world, / read$/)
    crowd(page, [])
    await world.settle()
    expect(app.store.get().fault).toBeNull()
    expect(await exported()).toEqual(before)
  }))

it('a step that is being saved is shown with its inserts, whatever is rendered for something else meanwhile', () =>
  inWorld(1, async (world) => {
    const page = await withCut(world)
    const { app } = page
    const { present } = documentOf(page).history
    const fix = must(present.fixes[0], 'a cut')
    page.begin('step', () => adjustJoin(app, fix.id, { label: 'Fade', change: () => ({ fadeMs: 20 }), seam: null }))
    await until(world, /records\.put/)
    crowd(page, [present])
    await world.settle()
    expect(documentOf(page).history.present).not.toBe(present)
    expect([...documentOf(page).inserts.keys()]).toEqual([fix.id])
    await checkSettled(world)
  }))
