import { describe, expect, it } from 'vitest'
import { PlayerMedia } from './mediaElement'

function media() {
  const clock = { at: 0, playing: false }
  const element = new PlayerMedia({
    currentTime: () => clock.at,
    duration: () => 12.5,
    playing: () => clock.playing,
  })
  return { clock, element }
}

describe('what wavesurfer asks of a media element', () => {
  it('has loaded, has no source, and plays no type by address', () => {
    const { element } = media()
    expect(element.readyState).toBeGreaterThanOrEqual(3)
    expect([element.src, element.currentSrc, element.canPlayType()]).toEqual(['', '', ''])
    expect(element.error).toBeNull()
    expect(element.ended).toBe(false)
    expect([element.volume, element.muted, element.playbackRate]).toEqual([1, false, 1])
    element.load()
    element.remove()
    element.removeAttribute()
  })

  it('reports the player and does not steer it', async () => {
    const { clock, element } = media()
    clock.at = 3
    expect([element.currentTime, element.duration, element.paused]).toEqual([3, 12.5, true])
    element.currentTime = 9
    await element.play()
    expect([element.currentTime, element.paused]).toEqual([3, true])
    clock.playing = true
    element.pause()
    expect(element.paused).toBe(false)
  })

  it('tells listeners of play, pause and time, until they leave', () => {
    const { element } = media()
    const heard: string[] = []
    const listener = (event: Event) => heard.push(event.type)
    for (const name of ['play', 'pause', 'timeupdate']) element.addEventListener(name, listener)
    element.tellPlaying(true)
    element.tellTime()
    element.tellPlaying(false)
    for (const name of ['play', 'pause', 'timeupdate']) element.removeEventListener(name, listener)
    element.tellTime()
    expect(heard).toEqual(['play', 'timeupdate', 'pause'])
  })

  it('passes for an element', () => {
    const { element } = media()
    expect(element.asElement()).toBe(element)
  })
})
