import { afterEach, describe, expect, it } from 'vitest'
import { spectrumRows } from '../audio/spectrum'
import { frames, sampleRate, type TimelineRange, timelineFrame, timelineRange } from '../base/units'
import { Overview } from './overview'
import { Playback } from './playback'
import { Spectrogram } from './spectrogram'
import { type WaveformEvents, type WaveformSource, WaveformView } from './waveform'

const rate = sampleRate(48_000)
const twoHours = 2 * 3600 * rate

function silence(length = twoHours): WaveformSource & { columns: number } {
  const source = {
    rate,
    channels: 2,
    length: frames(length),
    columns: 0,
    peaks(_channel: number, _start: number, _end: number, columns: number, out: Int16Array) {
      source.columns += columns
      out.fill(0, 0, 2 * columns)
    },
    samples: ({ start, end }: { start: number; end: number }) =>
      Promise.resolve({ rate, channels: [new Float32Array(end - start), new Float32Array(end - start)] }),
  }
  return source
}

function playhead() {
  const listeners = new Set<(jumped: boolean) => void>()
  const state = { at: 0, playing: false }
  return {
    state,
    tell: (jumped = false) => listeners.forEach((listener) => listener(jumped)),
    position: () => state.at,
    playing: () => state.playing,
    subscribe(listener: (jumped: boolean) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action()
})

async function setUp(source: WaveformSource = silence()) {
  const container = document.createElement('div')
  Object.assign(container.style, { width: '800px', height: '150px', position: 'fixed', left: '50px', top: '20px' })
  document.body.append(container)
  const head = playhead()
  const view = new WaveformView(container, { source, playhead: head })
  cleanUp.push(() => {
    view.destroy()
    container.remove()
  })
  await drawn()
  const host = container.firstElementChild
  const root = host?.shadowRoot
  const wrapper = root?.querySelector<HTMLElement>('.wrapper')
  if (!root || !wrapper) throw new Error('nothing was made')
  return { container, view, head, root, wrapper }
}

async function drawn(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
}

function pointer(target: HTMLElement, type: string, x: number, more: PointerEventInit = {}): void {
  const init = { bubbles: true, composed: true, isPrimary: true, pointerId: 1, clientX: 50 + x, clientY: 90, ...more }
  target.dispatchEvent(new PointerEvent(type, init))
}

function press(handle: HTMLElement | undefined, key: string, more: KeyboardEventInit = {}): void {
  handle?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
}

function record<Name extends keyof WaveformEvents>(view: WaveformView, name: Name): WaveformEvents[Name][] {
  const told: WaveformEvents[Name][] = []
  view.on(name, (event) => told.push(event))
  return told
}

describe('the view', () => {
  it('shows the whole timeline first, on the container and no wider', async () => {
    const { view, root } = await setUp()
    expect(view.view()).toEqual({ start: 0, end: twoHours, framesPerPixel: twoHours / 800 })
    expect(root.querySelector('.scroll')?.scrollWidth).toBe(800)
  })

  it('zooms to the single frame anywhere and stays within a million pixels', async () => {
    const { view, root } = await setUp()
    for (const framesPerPixel of [3000, 100, 3, 0.5, 1 / 48]) {
      view.setView({ start: 5e7, framesPerPixel })
      await drawn()
      expect(view.view()).toEqual({ start: 5e7, framesPerPixel, end: 5e7 + 800 * framesPerPixel })
      const scroll = root.querySelector('.scroll')
      expect(scroll?.scrollWidth).toBe(Math.min(1e6, Math.ceil(twoHours / framesPerPixel)))
      const tiles = [...root.querySelectorAll<HTMLCanvasElement>('.canvases canvas')]
      const lefts = tiles.map((tile) => Number.parseFloat(tile.style.left))
      const left = scroll?.scrollLeft ?? 0
      expect(Math.min(...lefts)).toBeLessThanOrEqual(left)
      expect(Math.max(...lefts) + 800).toBeGreaterThanOrEqual(left + 800)
    }
  })

  it('asks for the peaks of what is on screen and one screen beside it', async () => {
    const source = silence()
    const { view } = await setUp(source)
    source.columns = 0
    view.setView({ start: 1e8, framesPerPixel: 1000 })
    await drawn()
    expect(source.columns / devicePixelRatio / source.channels).toBeLessThanOrEqual(4 * 800)
  })

  it('keeps place, zoom and selection over an edit', async () => {
    const { view } = await setUp()
    view.setView({ start: 5e7, framesPerPixel: 10 })
    view.setSelection(timelineRange(50_000_100, 50_003_000))
    await drawn()
    const before = view.view()
    const replaced = new Promise((resolve) => view.on('content', resolve))
    view.setSource(silence(twoHours + 12_345))
    await replaced
    await drawn()
    expect(view.view()).toEqual(before)
    expect(view.source.length).toBe(twoHours + 12_345)
    expect(view.selection).toEqual({ start: 50_000_100, end: 50_003_000 })
  })

  it('takes everything with it', async () => {
    const { container, view, head } = await setUp()
    const told = record(view, 'view')
    view.destroy()
    head.tell()
    container.style.width = '600px'
    await drawn()
    expect(told).toEqual([])
    expect(container.childElementCount).toBe(0)
  })
})

describe('the pointer', () => {
  it('seeks on a click and selects on a drag, from either side', async () => {
    const { view, wrapper } = await setUp()
    view.setView({ start: 48_000, framesPerPixel: 100 })
    await drawn()
    const seeks = record(view, 'seek')
    const ends = record(view, 'select-end')
    pointer(wrapper, 'pointerdown', 100)
    pointer(wrapper, 'pointermove', 102)
    pointer(wrapper, 'pointerup', 102)
    expect(seeks).toEqual([{ at: 48_000 + 10_200, alt: false, shift: false }])
    pointer(wrapper, 'pointerdown', 300)
    pointer(wrapper, 'pointermove', 250)
    pointer(wrapper, 'pointerup', 200, { altKey: true })
    expect(ends).toEqual([{ range: { start: 68_000, end: 78_000 }, moved: 'both', alt: true, touch: false }])
    expect(view.selection).toEqual({ start: 68_000, end: 78_000 })
  })

  it('gives the selection back on Escape', async () => {
    const { view, wrapper } = await setUp()
    view.setSelection(timelineRange(100, 200))
    pointer(wrapper, 'pointerdown', 300)
    pointer(wrapper, 'pointermove', 250)
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    pointer(wrapper, 'pointerup', 200)
    expect(view.selection).toEqual({ start: 100, end: 200 })
  })

  it('zooms at the pointer and scrolls with the wheel', async () => {
    const { view, container } = await setUp()
    view.setView({ start: 1e8, framesPerPixel: 100 })
    await drawn()
    const wheel = { bubbles: true, cancelable: true, clientX: 50 + 200 }
    container.dispatchEvent(new WheelEvent('wheel', { ...wheel, deltaY: -120, ctrlKey: true }))
    expect(view.view().framesPerPixel).toBeCloseTo(50)
    expect(view.view().start + 200 * 50).toBeCloseTo(1e8 + 200 * 100)
    const { start } = view.view()
    container.dispatchEvent(new WheelEvent('wheel', { ...wheel, deltaY: 30 }))
    expect(view.view().start).toBeCloseTo(start + 30 * 50)
  })
})

/** What finger `id` does; the first one is the primary pointer. */
function finger(wrapper: HTMLElement, type: string, id: number, x: number): void {
  pointer(wrapper, type, x, { pointerType: 'touch', pointerId: id, isPrimary: id === 1 })
}

describe('fingers', () => {
  it('zoom at their middle, and the one that stays goes on scrolling', async () => {
    const { view, wrapper } = await setUp()
    view.setView({ start: 1e8, framesPerPixel: 100 })
    await drawn()
    finger(wrapper, 'pointerdown', 1, 350)
    finger(wrapper, 'pointerdown', 2, 450)
    finger(wrapper, 'pointermove', 1, 250)
    finger(wrapper, 'pointermove', 2, 450 + 100)
    expect(view.view().framesPerPixel).toBeCloseTo(100 / 3)
    expect(view.view().start + 400 * view.view().framesPerPixel).toBeCloseTo(1e8 + 400 * 100, -1)
    finger(wrapper, 'pointermove', 1, 350)
    finger(wrapper, 'pointermove', 2, 650)
    expect(view.view().start + 500 * view.view().framesPerPixel).toBeCloseTo(1e8 + 400 * 100, -1)
    finger(wrapper, 'pointerup', 1, 350)
    const { start, framesPerPixel } = view.view()
    finger(wrapper, 'pointermove', 2, 640)
    expect(view.view().start).toBeCloseTo(start + 10 * framesPerPixel, -1)
    expect(view.selection).toBeNull()
  })

  it('scroll when they move, and select after a rest', async () => {
    const { view, wrapper } = await setUp()
    const seeks = record(view, 'seek')
    const phrases = record(view, 'double-click')
    view.setView({ start: 1e8, framesPerPixel: 100 })
    await drawn()
    finger(wrapper, 'pointerdown', 1, 400)
    finger(wrapper, 'pointermove', 1, 300)
    finger(wrapper, 'pointerup', 1, 300)
    expect(view.view().start).toBeGreaterThanOrEqual(1e8 + 100 * 100)
    expect(view.selection).toBeNull()
    view.setView({ start: 1e8, framesPerPixel: 100 })
    finger(wrapper, 'pointerdown', 1, 400)
    await expect.poll(() => phrases.length).toBe(1)
    expect(phrases[0]).toEqual({ at: 1e8 + 400 * 100, touch: true })
    finger(wrapper, 'pointermove', 1, 500)
    finger(wrapper, 'pointerup', 1, 500)
    expect(view.selection).toEqual({ start: 1e8 + 40_000, end: 1e8 + 50_000 })
    expect(seeks).toEqual([])
  })
})

describe('the ruler and the middle button', () => {
  it('scroll by dragging', async () => {
    const { view, wrapper } = await setUp()
    view.setView({ start: 1e8, framesPerPixel: 100 })
    await drawn()
    for (const grip of [{ clientY: 25 }, { button: 1 }]) {
      const { start } = view.view()
      pointer(wrapper, 'pointerdown', 300, grip)
      pointer(wrapper, 'pointermove', 350, grip)
      pointer(wrapper, 'pointerup', 350, grip)
      expect(view.view().start).toBeCloseTo(start - 5000)
    }
    expect(view.selection).toBeNull()
  })
})

it('tells which marker was clicked, and that two and three clicks were made', async () => {
  const { view, wrapper, container } = await setUp()
  view.setView({ start: 0, framesPerPixel: 100 })
  view.setMarks({ pauses: [], fixes: [], markers: [{ start: 20_000, end: 20_000, label: 'Intro' }] })
  await drawn()
  expect(container.style.getPropertyValue('--waveform-ruler')).toBe('36px')
  const markers = record(view, 'marker')
  const seeks = record(view, 'seek')
  for (const [x, clientY] of [
    [203, 50],
    [203, 90],
    [150, 50],
  ] as const) {
    pointer(wrapper, 'pointerdown', x, { clientY })
    pointer(wrapper, 'pointerup', x, { clientY })
  }
  expect(markers).toEqual([{ at: 20_000 }])
  expect(seeks.map(({ at }) => at)).toEqual([20_300, 15_000])
  const doubles = record(view, 'double-click')
  const triples = record(view, 'triple-click')
  for (const detail of [1, 2, 3]) {
    wrapper.dispatchEvent(new MouseEvent('click', { bubbles: true, detail, clientX: 50 + 300 }))
  }
  expect(doubles).toEqual([{ at: 30_000, touch: false }])
  expect(triples).toEqual([{ at: 30_000, touch: false }])
})

it('shows the spectrum below the waveform, and costs nothing when it does not', async () => {
  const { view, root, container } = await setUp()
  view.setView({ start: 0, framesPerPixel: 600 })
  await drawn()
  let measured = 0
  // Loud at every frequency: the lower part of the picture is the end of the colour map.
  const measure = ({ columns }: { columns: number }) => {
    measured++
    return Promise.resolve(new Uint8Array(columns * spectrumRows).fill(255))
  }
  view.showSpectrum((port) => new Spectrogram(measure, port))
  const layer = container.querySelector('.spectrum-layer')
  expect(layer?.ariaBusy).toBe('true')
  await expect.poll(() => measured).toBeGreaterThan(0)
  await drawn()
  const tile = root.querySelector<HTMLCanvasElement>('.canvases canvas')
  const context = tile?.getContext('2d')
  const luminance = (share: number) => {
    const [red = 0, green = 0, blue = 0] = context?.getImageData(50, share * (tile?.height ?? 0), 1, 1).data ?? []
    return red + green + blue
  }
  await expect.poll(() => luminance(0.9)).toBeLessThan(150)
  expect(luminance(0.3)).toBeGreaterThan(600)
  await expect.poll(() => layer?.ariaBusy).toBe('false')
  expect(layer?.textContent).toContain('4 kHz')
  view.showSpectrum(null)
  const before = measured
  view.setView({ start: 1e8, framesPerPixel: 600 })
  await drawn()
  expect(measured).toBe(before)
  expect(container.querySelector('.spectrum-layer')).toBeNull()
  expect(luminance(0.9)).toBeGreaterThan(600)
})

describe('handles', () => {
  it('are sliders that keys move, with their time in words', async () => {
    const { view, root } = await setUp()
    view.setView({ start: 0, framesPerPixel: 1000 })
    view.setSelection(timelineRange(48_000, 96_000), { start: true, end: false })
    const handles = [...root.querySelectorAll<HTMLElement>('[role=slider]')]
    expect(handles.map((handle) => handle.getAttribute('aria-label'))).toEqual(['Start handle', 'End handle'])
    expect(handles.map((handle) => handle.getBoundingClientRect().width)).toEqual([24, 24])
    const [start, end] = handles
    expect(start?.getAttribute('aria-valuetext')).toBe('1 second, at a pause')
    expect(end?.getAttribute('aria-valuenow')).toBe('2')
    const moves = record(view, 'handle-move')
    press(start, 'ArrowLeft')
    press(end, 'ArrowRight', { ctrlKey: true })
    press(start, 'PageUp', { altKey: true })
    expect(moves).toEqual([
      { edge: 'start', at: 47_520, alt: false },
      { edge: 'end', at: 100_800, alt: false },
      { edge: 'start', at: 95_520, alt: true },
    ])
  })
})

describe('the playhead', () => {
  it('moves along with what it stands at when an edit shortens the timeline, also while nothing is played', async () => {
    const { view, head, root } = await setUp()
    const played = (length: number) => {
      const source = silence(length)
      return { ...source, render: (range: TimelineRange) => source.samples(range) }
    }
    const playback = new Playback(played(twoHours), () => {
      throw new Error('nothing is played')
    })
    playback.subscribe(({ kind }) => {
      head.state.at = playback.heard()
      head.tell(kind === 'seek')
    })
    playback.seek(timelineFrame(twoHours / 2))
    view.setSource(silence(twoHours * 0.75))
    playback.setSource(played(twoHours * 0.75), (at) => timelineFrame(Math.max(0, at - twoHours / 4)))
    await drawn()
    const box = root.querySelector('.cursor')?.getBoundingClientRect()
    expect((box?.left ?? 0) + (box?.width ?? 0) / 2 - 50).toBeCloseTo(800 / 3, 0)
  })

  it('stands where the player is, at every zoom', async () => {
    const { view, head, root } = await setUp()
    head.state.at = 100_000_000
    for (const framesPerPixel of [twoHours / 800, 500, 3, 0.1]) {
      view.setView({ start: 100_000_000 - 300 * framesPerPixel, framesPerPixel })
      head.tell()
      await drawn()
      const box = root.querySelector('.cursor')?.getBoundingClientRect()
      const x = (100_000_000 - view.view().start) / view.view().framesPerPixel
      expect(Math.abs((box?.left ?? 0) + (box?.width ?? 0) / 2 - 50 - x)).toBeLessThan(1)
    }
  })

  it('turns the page when it leaves, and not after the user has looked elsewhere', async () => {
    const { view, head } = await setUp()
    view.setView({ start: 0, framesPerPixel: 100 })
    head.state.playing = true
    head.tell()
    head.state.at = 80_100
    await drawn()
    expect(view.view().start).toBe(80_100 - 8000)
    view.setView({ start: 5e6, framesPerPixel: 100 })
    head.state.at = 200_000
    await drawn()
    expect(view.view().start).toBe(5e6)
    head.state.playing = false
    head.tell()
  })
})

it('has an overview that moves the view by keys and says where it is', async () => {
  const { view } = await setUp()
  const strip = document.createElement('div')
  Object.assign(strip.style, { width: '800px', height: '40px' })
  document.body.append(strip)
  const overview = new Overview(strip, view)
  cleanUp.push(() => {
    overview.destroy()
    strip.remove()
  })
  view.setView({ start: 48_000 * 600, framesPerPixel: 600 })
  expect(strip.getAttribute('role')).toBe('slider')
  expect(strip.getAttribute('aria-label')).toBe('Overview position')
  expect(strip.getAttribute('aria-valuetext')).toBe('0:10:00 to 0:10:10 of 2:00:00')
  strip.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown' }))
  expect(view.view().start).toBe(48_000 * 610)
  strip.dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }))
  expect(view.view().end).toBe(twoHours)
})
