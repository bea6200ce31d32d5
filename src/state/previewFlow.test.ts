import { expect, it, vi } from 'vitest'
import { must } from '../base/assert'
import { isAbort } from '../base/errors'
import { inWorld } from '../testing/page/world'
import { hearVoice } from './previewFlow'

/** An audio element that plays until it is paused. */
class FakeAudio extends EventTarget {
  static readonly playing = new Set<FakeAudio>()

  play(): Promise<void> {
    FakeAudio.playing.add(this)
    this.dispatchEvent(new Event('playing'))
    return Promise.resolve()
  }

  pause(): void {
    FakeAudio.playing.delete(this)
  }

  removeAttribute(): void {}
}

it('a preview falls silent when a take begins to be spoken, and none begins while one is', () =>
  inWorld(1, async (world) => {
    const { app } = must(world.pages[0], 'a page')
    const answer = vi.fn<() => Promise<Response>>(() => Promise.resolve(new Response(new Uint8Array(4))))
    vi.stubGlobal('fetch', answer)
    vi.stubGlobal('Audio', FakeAudio)
    const still = new AbortController().signal
    const heard = new Promise<void>((onSound) => {
      hearVoice(app, 'ada', still, onSound).catch((error: unknown) => ended.push(error))
    })
    const ended: unknown[] = []
    await heard
    expect(FakeAudio.playing.size).toBe(1)

    app.store.patch({ speaking: { phase: 'counting', startsAt: 0 } })
    await vi.waitFor(() => expect(ended.map(isAbort)).toEqual([true]))
    expect(FakeAudio.playing.size).toBe(0)
    await hearVoice(app, 'ada', still, () => {})
    expect(answer).toHaveBeenCalledTimes(1)
    expect(app.store.get().notice?.text).toMatch(/^A take is being recorded/)
  }))
