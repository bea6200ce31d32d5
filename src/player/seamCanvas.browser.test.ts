import { afterEach, expect, it } from 'vitest'
import { sampleRate } from '../base/units'
import { SeamCanvas } from './seamCanvas'
import type { SeamMarks, SeamSource } from './seamGeometry'

const rate = sampleRate(8000)
const marks: SeamMarks = {
  seam: 'left',
  fade: { start: 80, end: 160, correlation: 0 },
  pause: null,
  originalPause: null,
  words: { after: ['recording', '“one”'], before: ['recording', 'what is replaced'] },
}

const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action()
})

function sourceOf(after: number, before: number, read: string[] = []): SeamSource {
  return {
    rate,
    channels: 1,
    read(which, start, end) {
      read.push(`${which} ${start} ${end}`)
      const level = which === 'after' ? after : before
      const samples = Float32Array.from({ length: end - start }, (_, i) => (i % 2 === 0 ? level : -level))
      return Promise.resolve({ from: start, pcm: { rate, channels: [samples] } })
    },
  }
}

function setUp(errors: unknown[] = []) {
  const holder = document.createElement('div')
  Object.assign(holder.style, { width: '400px', height: '160px' })
  const canvas = document.createElement('canvas')
  Object.assign(canvas.style, { width: '400px', height: '160px', display: 'block' })
  holder.append(canvas)
  document.body.append(holder)
  const view = new SeamCanvas(canvas, { shown: 'after', closeUp: 40 }, (error) => errors.push(error))
  cleanUp.push(() => {
    view.destroy()
    holder.remove()
  })
  return { canvas, view }
}

async function drawn(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
}

/** How many pixels of a column have another colour than the background, between the words and the scale. */
function inked(canvas: HTMLCanvasElement, cssX: number): number {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no picture')
  const top = 20 * devicePixelRatio
  const { data } = context.getImageData(Math.round(cssX * devicePixelRatio), top, 1, canvas.height - 2 * top)
  let count = 0
  for (let i = 0; i < data.length; i += 4) if (data[i] !== data[0] || data[i + 1] !== data[1]) count++
  return count / devicePixelRatio
}

it('reads half a second on each side once, and draws it at every close-up without reading again', async () => {
  const read: string[] = []
  const { canvas, view } = setUp()
  view.show(sourceOf(0.4, 0.1, read), marks)
  await drawn()
  expect(read).toEqual(['after -4002 4002', 'before -4002 4002'])
  const tall = inked(canvas, 50)
  view.setLook({ shown: 'before', closeUp: 2 })
  await drawn()
  view.setLook({ shown: 'after', closeUp: 500 })
  await drawn()
  expect(read).toHaveLength(2)
  // 0.4 is drawn twice as tall: 0.8 of the lane.
  expect(tall).toBeGreaterThan(0.7 * 120)
})

it('draws the crossfade over the sound, and only where it is', async () => {
  const { canvas, view } = setUp()
  view.show(sourceOf(0, 0), marks)
  await drawn()
  // 80–160 frames of 320 on each side: from 250 to 300 of 400 pixels. Silence is one line; the fade adds both curves.
  const beside = inked(canvas, 100)
  expect(inked(canvas, 275)).toBeGreaterThan(beside)
  expect(inked(canvas, 320)).toBe(beside)
  view.setLook({ shown: 'before', closeUp: 40 })
  await drawn()
  expect(inked(canvas, 275)).toBe(beside)
})

it('shows the original over what is heard now as a broken line', async () => {
  const { canvas, view } = setUp()
  view.show(sourceOf(0.1, 0.4), marks)
  await drawn()
  const without = inked(canvas, 60)
  view.setLook({ shown: 'both', closeUp: 40 })
  await drawn()
  const columns = Array.from({ length: 24 }, (_, i) => inked(canvas, 60 + i))
  // The sound is drawn smaller, since the original is taller; the dashes leave some columns of it bare.
  expect(Math.max(...columns)).not.toBe(Math.min(...columns))
  expect(without).toBeGreaterThan(Math.min(...columns))
})

it('keeps the latest of two seams, and draws nothing once it is taken down', async () => {
  const { canvas, view } = setUp()
  const slow = sourceOf(0.9, 0)
  const gate = new EventTarget()
  const late: SeamSource = {
    ...slow,
    read: async (which, start, end) => {
      await new Promise((resolve) => gate.addEventListener('open', resolve, { once: true }))
      return slow.read(which, start, end)
    },
  }
  view.show(late, marks)
  view.show(sourceOf(0, 0), marks)
  await drawn()
  const quiet = inked(canvas, 100)
  gate.dispatchEvent(new Event('open'))
  await drawn()
  expect(inked(canvas, 100)).toBe(quiet)
  view.destroy()
  view.show(sourceOf(0.9, 0.9), marks)
  await drawn()
  expect(inked(canvas, 100)).toBe(quiet)
})

it('tells a sound that cannot be read, once, and keeps the picture', async () => {
  const errors: unknown[] = []
  const { canvas, view } = setUp(errors)
  view.show(sourceOf(0.4, 0.4), marks)
  await drawn()
  const before = inked(canvas, 50)
  view.show({ ...sourceOf(0, 0), read: () => Promise.reject(new Error('gone')) }, marks)
  await drawn()
  expect(errors).toHaveLength(1)
  expect(inked(canvas, 50)).toBe(before)
})
