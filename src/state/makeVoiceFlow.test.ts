import { describe, expect, it } from 'vitest'
import { inWorld } from '../testing/page/world'
import { cutSelection } from './fixFlow'
import { beginVoice } from './makeVoiceFlow'
import { openFile } from './openFlow'
import { select } from './selectionFlow'

describe('making a voice', () => {
  it('puts the selection and the playhead back where their sound lies by then', () =>
    inWorld(1, async (world) => {
      const [page] = world.pages
      if (!page) throw new Error('no page')
      const { app } = page
      await page.does(() => openFile(app, new File([world.file], 'line.wav')))
      page.run(() => select(app, 30_000, 36_000, 'exact'))
      app.store.edit(() => ({ text: 'another line' }))
      app.store.patch({ transport: { ...app.store.get().transport, position: 31_000 } })
      const restore = page.run(() => beginVoice(app))
      expect(app.store.get().makingVoice).toBe(true)
      await page.does(() => {
        select(app, 2000, 6000, 'exact')
        return cutSelection(app)
      })
      await page.does(restore)
      const document = app.store.document()
      const moved = (document?.timeline.length ?? 0) - (document?.recording.frames ?? 0)
      expect(moved).toBeLessThan(0)
      expect(document?.selection?.snapped.range).toEqual({ start: 30_000 + moved, end: 36_000 + moved })
      expect(app.store.get().transport.position).toBe(31_000 + moved)
      expect(document?.text).toBe('another line')
      expect(app.store.get().makingVoice).toBe(false)
    }))
})
