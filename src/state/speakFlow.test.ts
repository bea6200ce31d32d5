import { describe, expect, it } from 'vitest'
import { MicrophoneError } from '../player/microphone'
import type { Page } from '../testing/page/page'
import { checkSettled } from '../testing/page/rules'
import { inWorld, type World } from '../testing/page/world'
import { closeRecording } from './closeFlow'
import { takesToAskFor } from './generateFlow'
import { openFile } from './openFlow'
import { playSelection } from './playbackFlow'
import { select } from './selectionFlow'
import { finishSpeaking, openSpeaking, recordTake } from './speakFlow'

/** A second of a voice, as far as a microphone tells. */
function speak({ microphones }: Page): void {
  for (const { onBlock } of microphones.open) {
    onBlock(Float32Array.from({ length: microphones.rate }, (_, i) => 0.3 * Math.sin(i / 5) * Math.sin(i / 700)))
  }
}

async function openedPage(world: World): Promise<Page> {
  const [page] = world.pages
  if (!page) throw new Error('no page')
  await page.does(() => openFile(page.app, new File([world.file], 'line.wav')))
  await page.does(() => select(page.app, 12_000, 18_000, 'exact'))
  return page
}

async function openMicrophone(page: Page): Promise<void> {
  page.begin('open the microphone', () => openSpeaking(page.app))
  await page.does(() => page.microphones.allow())
}

async function recording(world: World): Promise<Page> {
  const page = await openedPage(world)
  await openMicrophone(page)
  await page.does(() => recordTake(page.app))
  expect(page.app.store.get().speaking?.phase).toBe('recording')
  return page
}

const fixesOf = ({ app }: Page) => app.store.document()?.history.present.fixes ?? []

describe('speaking a take', () => {
  it('puts what was recorded in place and closes the microphone', () =>
    inWorld(1, async (world) => {
      const page = await recording(world)
      speak(page)
      await page.does(() => finishSpeaking(page.app))
      expect(fixesOf(page)).toHaveLength(1)
      expect(page.microphones.open.size).toBe(0)
      expect(page.app.store.get().speaking).toBeNull()
      await checkSettled(world)
    }))

  it('keeps what was recorded when the microphone is pulled out, and says that it has gone', () =>
    inWorld(1, async (world) => {
      const page = await recording(world)
      speak(page)
      await page.does(() => {
        for (const { onLost } of page.microphones.open) onLost(new MicrophoneError('microphone-lost', 'It has gone.'))
      })
      expect(fixesOf(page)).toHaveLength(1)
      expect(page.app.store.get().fault).not.toBeNull()
      expect(page.microphones.open.size).toBe(0)
    }))

  it('plays nothing into the microphone: neither what is pressed nor a take that arrives', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      await openMicrophone(page)
      page.app.store.edit(() => ({ text: 'another line' }))
      for (const take of page.run(() => takesToAskFor(page.app))) page.begin('generate', take)
      page.run(() => recordTake(page.app))
      for (const state of [() => undefined, () => playSelection(page.app)]) {
        await page.does(state)
        expect(page.app.store.get().speaking?.phase).toBe('recording')
        expect(page.app.store.get().transport.playing).toBe(false)
      }
      expect(fixesOf(page)).toHaveLength(1)
    }))

  it('asks before a take that is being recorded is let go of', () =>
    inWorld(1, async (world) => {
      const page = await recording(world)
      await page.does(() => closeRecording(page.app))
      expect(page.app.store.get().question?.title).toBe('Give up what is being recorded?')
      await page.does(() => page.app.store.get().question?.answer(null))
      expect(page.app.store.get().speaking?.phase).toBe('recording')
      page.begin('close', () => closeRecording(page.app))
      await world.scheduler.settle()
      await page.does(() => page.app.store.get().question?.answer(0))
      expect(page.app.store.get().session.kind).toBe('empty')
      expect(page.microphones.open.size).toBe(0)
    }))

  it('asks for the microphone anew in the next recording, whatever the browser was still asking in the one before', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      page.begin('open the microphone', () => openSpeaking(page.app))
      await page.does(() => closeRecording(page.app))
      expect(page.app.store.get().speaking).toBeNull()
      await openedPage(world)
      page.begin('open the microphone', () => openSpeaking(page.app))
      await page.does(() => page.microphones.allow())
      expect(page.app.store.get().speaking?.phase).toBe('opening')
      await page.does(() => page.microphones.allow())
      expect(page.app.store.get().speaking?.phase).toBe('ready')
      expect(page.microphones.open.size).toBe(1)
    }))
})
