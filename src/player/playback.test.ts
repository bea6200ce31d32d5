import { describe, expect, it } from 'vitest'
import type { Pcm } from '../audio/pcm'
import { PickupError } from '../base/errors'
import { mulberry32 } from '../base/random'
import { frames, sampleRate, type TimelineRange, timelineFrame, timelineRange } from '../base/units'
import { PlaybackError } from './audioOutput'
import { FakeOutput, settled } from './fakeOutput'
import { Playback, type PlaybackEvent } from './playback'
import type { PlaybackSource } from './playbackRun'

const rate = sampleRate(1000)
const unit = 1 / 2 ** 20

/** A timeline whose sample tells its own frame. */
function counting(length: number, offset = 0): PlaybackSource & { asked: TimelineRange[] } {
  const asked: TimelineRange[] = []
  return {
    rate,
    channels: 1,
    length: frames(length),
    asked,
    render(range) {
      asked.push(range)
      const samples = Float32Array.from(
        { length: range.end - range.start },
        (_, i) => (range.start + i + offset) * unit,
      )
      return Promise.resolve({ rate, channels: [samples] })
    },
  }
}

function setUp(source: PlaybackSource) {
  const outputs: FakeOutput[] = []
  const playback = new Playback(source, (wanted) => {
    const output = new FakeOutput(wanted)
    outputs.push(output)
    return output
  })
  const events: PlaybackEvent[] = []
  playback.subscribe((event) => events.push(event))
  playback.warm()
  const output = outputs[0]
  if (!output) throw new Error('no output')
  return { playback, output, outputs, events }
}

/** Frames of the timeline heard from clock `from` to `to`; fails on silence and on two at once. */
function track(output: FakeOutput, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => {
    const sounding = output.heard(from + i)
    if (sounding.length !== 1) throw new Error(`${sounding.length} sounds at clock ${from + i}`)
    return Math.round((sounding[0] ?? 0) / unit)
  })
}

const at = timelineFrame

describe('playing', () => {
  it('is gapless, without overlap and exact to the frame', async () => {
    const { playback, output } = setUp(counting(20_000))
    playback.play(at(1234))
    await output.pass(9000)
    expect(playback.state).toBe('playing')
    expect(track(output, 5, 9000)).toEqual(Array.from({ length: 8995 }, (_, i) => 1234 + i))
    expect(playback.position()).toBe(1234 + 9000 - 5)
  })

  it('starts after the lead as soon as the first block is rendered, with a short block', async () => {
    const source = counting(20_000)
    const { playback, output } = setUp(source)
    playback.play(at(500))
    expect(playback.state).toBe('starting')
    await settled()
    expect(playback.state).toBe('playing')
    expect(output.strands[0]?.blocks[0]?.at).toBe(5)
    expect(source.asked[0]).toEqual(timelineRange(500, 750))
  })

  it('renders only a little ahead of what is heard', async () => {
    const source = counting(1_000_000)
    const { playback, output } = setUp(source)
    playback.play(at(0))
    await output.pass(5000)
    const reached = Math.max(...source.asked.map(({ end }) => end))
    expect(reached).toBeGreaterThan(5000)
    expect(reached).toBeLessThan(5000 + 4000)
  })

  it('stops at `until` to the frame and says so', async () => {
    const { playback, output, events } = setUp(counting(5000))
    playback.play(at(100), { until: at(777) })
    await output.pass(900)
    expect(track(output, 5, 5 + 677).at(-1)).toBe(776)
    expect(output.heard(5 + 677)).toEqual([])
    expect(playback.state).toBe('paused')
    expect(playback.position()).toBe(777)
    expect(events.at(-1)).toEqual({ kind: 'ended', at: 777 })
  })

  it('begins again at 0 when asked to play from the very end', async () => {
    const { playback, output } = setUp(counting(300))
    playback.play(at(300))
    await output.pass(20)
    expect(playback.position()).toBe(15)
  })

  it.each([7, 100, 250, 251, 1999])('goes round a loop of %i frames without a gap', async (length) => {
    const { playback, output } = setUp(counting(10_000))
    playback.play(at(3000 - 40), { loop: timelineRange(3000, 3000 + length) })
    await output.pass(6000)
    const expected = Array.from({ length: 5995 }, (_, i) => (i < 40 ? 2960 + i : 3000 + ((i - 40) % length)))
    expect(track(output, 5, 6000)).toEqual(expected)
    expect(playback.position()).toBe(3000 + ((5995 - 40) % length))
  })

  it('knows its position between blocks, at every frame', async () => {
    const { playback, output } = setUp(counting(4000))
    playback.play(at(0), { loop: timelineRange(0, 333) })
    for (let clock = 0; clock < 1500; clock++) {
      expect(playback.position()).toBe(clock <= 5 ? 0 : (clock - 5) % 333)
      await output.pass(1)
    }
  })

  it('tells what is heard behind what is sent by the latency of the hardware', async () => {
    const { playback, output } = setUp(counting(4000))
    output.latency = 50
    playback.play(at(100))
    await output.pass(20)
    expect(playback.heard()).toBe(100)
    await output.pass(180)
    expect(playback.heard()).toBe(playback.position() - 50)
  })
})

describe('pausing and seeking', () => {
  it('keeps the position over a pause and goes on from it', async () => {
    const { playback, output } = setUp(counting(9000))
    playback.play(at(0))
    await output.pass(700)
    playback.pause()
    const paused = playback.position()
    expect(paused).toBe(695)
    await output.pass(500)
    expect(playback.position()).toBe(paused)
    expect(output.heard(output.clock)).toEqual([])
    playback.play(paused)
    await output.pass(10)
    expect(Math.round((output.heard(1205)[0] ?? 0) / unit)).toBe(695)
  })

  it('drops renders that arrive after a seek', async () => {
    const source = counting(9000)
    const held: (() => void)[] = []
    const slow: PlaybackSource = {
      ...source,
      render: async (range) => {
        await new Promise<void>((resolve) => held.push(resolve))
        return source.render(range)
      },
    }
    const { playback, output } = setUp(slow)
    playback.play(at(0))
    playback.seek(at(4000))
    expect(playback.position()).toBe(4000)
    held[0]?.()
    await output.pass(5)
    expect(output.heard(6)).toEqual([])
    held[1]?.()
    await settled()
    expect(Math.round((output.heard(10)[0] ?? 0) / unit)).toBe(4000)
  })

  it('never sounds two places at once, whatever is asked (seeded)', async () => {
    const random = mulberry32(7)
    const { playback, output } = setUp(counting(3000))
    for (let step = 0; step < 120; step++) {
      const to = at(Math.floor(random() * 3000))
      const what = Math.floor(random() * 5)
      if (what === 0) playback.play(to)
      else if (what === 1) playback.seek(to)
      else if (what === 2) playback.pause()
      else if (what === 3) playback.play(to, { loop: timelineRange(to, Math.min(3000, to + 50)) })
      else playback.setSource(counting(3000))
      await output.pass(Math.floor(random() * 60))
      // Crossfades of 10 frames and fades out of 5 are the only time two strands sound.
      const sounding = output.strands.filter((strand) => !strand.freed && strand.blocks.length > 0)
      expect(sounding.filter((strand) => strand.endsAt === Infinity).length).toBeLessThanOrEqual(1)
      const leaving = sounding
        .filter((strand) => strand.endsAt < Infinity)
        .map((strand) => strand.endsAt - output.clock)
      expect(Math.max(0, ...leaving)).toBeLessThanOrEqual(15)
    }
  })

  it('seeks without sound when paused', () => {
    const { playback, events } = setUp(counting(100))
    playback.seek(at(60))
    expect(playback.position()).toBe(60)
    playback.seek(at(600))
    expect(playback.position()).toBe(100)
    expect(events).toEqual([
      { kind: 'seek', at: 60 },
      { kind: 'seek', at: 100 },
    ])
  })

  it('ends a span that is played once with a jump out of it, and with none within it', async () => {
    const { playback, output } = setUp(counting(9000))
    const seekInSpan = async (to: number) => {
      playback.play(at(500), { until: at(1000) })
      await output.pass(50)
      playback.seek(at(to))
      await output.pass(50)
    }
    for (const to of [500, 700]) {
      await seekInSpan(to)
      expect(playback.state, `to ${to}`).toBe('playing')
    }
    for (const to of [499, 1000, 4000]) {
      await seekInSpan(to)
      expect(playback.state, `to ${to}`).toBe('paused')
      expect(playback.position()).toBe(to)
    }
    playback.play(at(500))
    await output.pass(50)
    playback.seek(at(4000))
    await output.pass(50)
    expect(playback.state).toBe('playing')
  })

  it('goes back to where it was started on stop', async () => {
    const { playback, output } = setUp(counting(9000))
    playback.play(at(1000))
    await output.pass(300)
    playback.stop()
    expect(playback.state).toBe('idle')
    expect(playback.position()).toBe(1000)
  })
})

describe('another timeline while playing', () => {
  it('goes on at the mapped place with a crossfade of 10 ms', async () => {
    const { playback, output } = setUp(counting(9000))
    playback.play(at(1000))
    await output.pass(400)
    playback.setSource(counting(9000, 500_000), (old) => at(old + 200))
    expect(playback.position()).toBe(1000 + 395 + 200)
    await output.pass(300)
    expect(playback.position()).toBe(1000 + 695 + 200)
    const [old, young] = output.strands
    const cut = young?.blocks[0]?.at ?? 0
    expect(old?.fades.at(-1)).toEqual({ from: 1, to: 0, start: cut, end: cut + 10 })
    expect(young?.fades).toEqual([{ from: 0, to: 1, start: cut, end: cut + 10 }])
    expect(old?.endsAt).toBe(cut + 10)
    expect(Math.round((young?.at(cut)[0] ?? 0) / unit)).toBe(500_000 + 1000 + (cut - 5) + 200)
  })

  it('does not go back however often it is changed, on a clock that goes on between two looks', async () => {
    const { playback, output } = setUp(counting(90_000))
    output.lead = 400
    playback.play(at(1000))
    await output.pass(600)
    let clock = output.clock
    Object.defineProperty(output, 'clock', { get: () => clock++, configurable: true })
    const ahead = playback.position() - clock
    for (let change = 0; change < 30; change++) {
      playback.setSource(counting(90_000))
      await settled()
      const apart = playback.position() - clock - ahead
      expect(Math.abs(apart)).toBeLessThanOrEqual(2)
    }
  })

  it('skips what passed while the new timeline was being read', async () => {
    const { playback, output } = setUp(counting(9000))
    playback.play(at(0))
    await output.pass(100)
    const source = counting(9000, 500_000)
    const gate: (() => void)[] = []
    const slow: PlaybackSource = {
      ...source,
      render: async (range) => {
        await new Promise<void>((resolve) => gate.push(resolve))
        return source.render(range)
      },
    }
    playback.setSource(slow)
    await output.pass(123)
    expect(track(output, 5, 223).at(-1)).toBe(217)
    gate[0]?.()
    await settled()
    const young = output.strands[1]
    const cut = young?.blocks[0]?.at ?? 0
    expect(cut).toBe(228)
    expect(Math.round((young?.at(cut)[0] ?? 0) / unit)).toBe(500_000 + 223)
    expect(playback.position()).toBe(218)
  })

  it('maps the end and the loop, and drops those that vanish', async () => {
    const { playback, output } = setUp(counting(9000))
    playback.play(at(100), { until: at(1000) })
    await output.pass(50)
    playback.setSource(counting(9000), (old) => at(old + 10))
    await output.pass(1200)
    expect(playback.state).toBe('paused')
    expect(playback.position()).toBe(1010)
    playback.play(at(100), { loop: timelineRange(100, 200) })
    await output.pass(20)
    playback.setSource(counting(9000), () => at(50))
    await output.pass(400)
    expect(playback.position()).toBeGreaterThan(300)
  })

  it('maps the position when paused, and reopens the sound for another rate', async () => {
    const { playback, output, outputs, events } = setUp(counting(9000))
    playback.seek(at(5000))
    playback.setSource(counting(300))
    expect(playback.position()).toBe(300)
    expect(events.at(-1)).toEqual({ kind: 'source', at: 300 })
    playback.setSource({ ...counting(9000), rate: sampleRate(2000) })
    expect(output.closed).toBe(true)
    playback.play(at(0))
    await settled()
    expect(outputs[1]?.rate).toBe(2000)
  })
})

describe('what goes wrong', () => {
  it('stops and says so when the file cannot be read', async () => {
    const source = counting(9000)
    const failing: PlaybackSource = {
      ...source,
      render: (range) => (range.start > 600 ? Promise.reject(new Error('gone')) : source.render(range)),
    }
    const { playback, output, events } = setUp(failing)
    playback.play(at(0))
    await output.pass(50)
    expect(playback.state).toBe('paused')
    const last = events.at(-1)
    expect(last?.kind === 'error' && last.error.code).toBe('read-failed')
    expect(output.strands.every((strand) => strand.freed)).toBe(true)
  })

  it('passes on the error of the reader when that can be shown', async () => {
    const error = new PickupError('file-unreadable', 'Gone. Drop it again.')
    const { playback, events } = setUp({ ...counting(9000), render: () => Promise.reject(error) })
    playback.play(at(0))
    await settled()
    expect(events.at(-1)).toEqual({ kind: 'error', error })
  })

  it('says when the browser holds back the sound or cannot play the rate', async () => {
    const { playback, output, events } = setUp(counting(9000))
    output.blocked = true
    output.running = false
    playback.play(at(0))
    await settled()
    expect(playback.state).toBe('paused')
    expect(events.at(-1)).toMatchObject({ kind: 'error', error: { code: 'sound-blocked' } })

    const none = new Playback(counting(10), () => {
      throw new PlaybackError('rate-unsupported', 'Convert the file.')
    })
    const told: PlaybackEvent[] = []
    none.subscribe((event) => told.push(event))
    none.play(at(0))
    expect(told.at(-1)).toMatchObject({ kind: 'error', error: { code: 'rate-unsupported' } })
    expect(none.active).toBe(false)
  })

  it('waits with `playing` until sound is let through', async () => {
    const { playback, output } = setUp(counting(9000))
    output.running = false
    const gate: (() => void)[] = []
    output.resume = () =>
      new Promise<void>((resolve) => {
        gate.push(() => {
          output.running = true
          resolve()
        })
      })
    playback.play(at(0))
    await settled()
    expect(playback.state).toBe('starting')
    gate[0]?.()
    await settled()
    expect(playback.state).toBe('playing')
  })

  it('goes on after a late render, and position waits for it', async () => {
    const source = counting(9000)
    const gate: (() => void)[] = []
    const stalling: PlaybackSource = {
      ...source,
      render: async (range): Promise<Pcm> => {
        if (range.start === 250) {
          await new Promise<void>((resolve) => gate.push(resolve))
        }
        return source.render(range)
      },
    }
    const { playback, output } = setUp(stalling)
    playback.play(at(0))
    await output.pass(400)
    expect(playback.position()).toBe(250)
    gate[0]?.()
    await output.pass(100)
    expect(playback.position()).toBe(250 + 95)
    expect(track(output, 405, 500)[0]).toBe(250)
  })

  it('frees every strand and timer on dispose', async () => {
    const { playback, output } = setUp(counting(9000))
    playback.play(at(0))
    await output.pass(700)
    playback.seek(at(30))
    await output.pass(700)
    playback.dispose()
    expect(output.closed).toBe(true)
    expect(output.timers.size).toBe(0)
    expect(output.strands.every((strand) => strand.freed)).toBe(true)
  })
})
