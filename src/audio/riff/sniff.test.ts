import { describe, expect, it } from 'vitest'
import { ascii, joinBytes } from '../../testing/wav'
import { RecordingError } from './errors'
import { sniffContainer } from './sniff'

function refusal(head: Uint8Array): RecordingError {
  try {
    sniffContainer(head)
  } catch (error) {
    if (error instanceof RecordingError) return error
  }
  throw new Error('not refused')
}

describe('sniffContainer', () => {
  it('knows the three kinds of WAV', () => {
    for (const id of ['RIFF', 'RF64', 'BW64'] as const) expect(sniffContainer(ascii(`${id}\0\0\0\0WAVEfmt `))).toBe(id)
  })

  const containers: readonly [string, Uint8Array][] = [
    ['FLAC', ascii('fLaC\0\0\0\x22')],
    ['AIFF', ascii('FORM\0\0\0\0AIFFCOMM')],
    ['AIFF-C', ascii('FORM\0\0\0\0AIFCFVER')],
    ['W64', ascii('riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb')],
    ['RIFX', ascii('RIFX\0\0\0\0WAVE')],
    ['MP3', ascii('ID3\x04\0\0')],
    ['MP3', Uint8Array.of(0xff, 0xfb, 0x90, 0x64)],
    ['AAC', Uint8Array.of(0xff, 0xf1, 0x50, 0x80)],
    ['Ogg', ascii('OggS\0\x02')],
    ['M4A', ascii('\0\0\0\x1cftypM4A ')],
    ['WebM', Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1)],
    ['AVI', ascii('RIFF\0\0\0\0AVI LIST')],
  ]
  it.each(containers)('names %s and says how to convert it', (name, head) => {
    const error = refusal(head)
    expect(error.code).toBe('unsupported-container')
    expect(error.message).toContain(name)
    expect(error.message).toContain('ffmpeg -i in.')
  })

  const others: readonly [string, Uint8Array][] = [
    ['PNG', ascii('\x89PNG\r\n\x1a\n')],
    ['web page', ascii('  <!doctype html><p>')],
    ['text', ascii('Dear editor,\r\n')],
    ['text', joinBytes(Uint8Array.of(0xff, 0xfe), ascii('hello'))],
    ['not a sound recording.', Uint8Array.of(0, 1, 2, 3)],
    ['not a sound recording', ascii('RIFF\0\0\0\0sfbkLIST')],
    ['first few bytes', ascii('RIFF\0\0')],
    ['not a sound recording', ascii('R')],
  ]
  it.each(others)('refuses what is not audio: %s', (name, head) => {
    const error = refusal(head)
    expect(error.code).toBe('not-audio')
    expect(error.message).toContain(name)
    expect(error.message).toContain('Open a WAV file instead.')
  })
})
