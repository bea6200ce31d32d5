import { describe, expect, it } from 'vitest'
import { createAppStore } from './store'

describe('a message', () => {
  it('goes when what it speaks of is over, and not before', () => {
    const store = createAppStore()
    store.patch({ wanted: null, keysShown: true })
    store.tell('The keys are shown.', ({ keysShown }) => keysShown)
    store.patch({ autoplay: false })
    expect(store.get().notice?.text).toBe('The keys are shown.')
    store.patch({ keysShown: false })
    expect(store.get().notice).toBeNull()
  })

  it('is not taken away for what an earlier one spoke of', () => {
    const store = createAppStore()
    store.patch({ keysShown: true })
    store.tell('The keys are shown.', ({ keysShown }) => keysShown)
    store.tell('Saved.')
    store.patch({ keysShown: false })
    expect(store.get().notice?.text).toBe('Saved.')
  })
})
