import { dcOf } from '../../audio/dc'
import { fromDb } from '../../audio/decibel'
import { type Pcm, pcmFrames } from '../../audio/pcm'
import { RecordingError } from '../../audio/riff/errors'
import { readWavLayout, type WavLayout } from '../../audio/riff/layout'
import { readFrames } from '../../audio/riff/read'
import { memorySource } from '../../audio/source'
import { framesToSeconds, recordingFrame } from '../../base/units'
import { generateAgain, TakeError } from './takeError'

/** Nothing spoken is shorter, in seconds. */
const shortest = 0.05
/** A take that never rises above this, in dBFS, is silent. */
const silenceDb = -60

/**
 * The samples of a take that came as `bytes`: a WAV found by walking its chunks, so that open sizes and chunks before the
 * samples do no harm. Samples that are no numbers become 0. Throws `TakeError` for everything that cannot be a take.
 */
export async function decodeTake(bytes: Uint8Array): Promise<Pcm> {
  if (bytes.length === 0) throw new TakeError('empty', `The answer was empty. ${generateAgain}`)
  const source = memorySource(bytes)
  const layout = await layoutOf(bytes)
  if (layout.notes.some((note) => note.code === 'truncated')) {
    const seconds = framesToSeconds(layout.frames, layout.format.rate).toFixed(2)
    throw new TakeError('cut-off', `The take was cut off after ${seconds} s. ${generateAgain}`, {
      frames: layout.frames,
    })
  }
  const decoded = await readFrames(source, layout, recordingFrame(0), layout.frames)
  const take: Pcm = { rate: decoded.rate, channels: decoded.channels.map(onlyNumbers) }
  if (take.channels.every(isSilent)) {
    throw new TakeError(
      'silent',
      'The take holds only silence. Your selection and text are kept: check the text, then press Generate again.',
    )
  }
  const seconds = framesToSeconds(pcmFrames(take), take.rate)
  if (seconds < shortest) {
    throw new TakeError('too-short', `The take is only ${Math.round(seconds * 1000)} ms long. ${generateAgain}`, {
      seconds,
    })
  }
  return take
}

async function layoutOf(bytes: Uint8Array): Promise<WavLayout> {
  try {
    return await readWavLayout(memorySource(bytes))
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error
    if (error.code === 'no-samples') {
      throw new TakeError('empty', `The take holds no samples. ${generateAgain}`, {}, { cause: error })
    }
    if (error.code === 'cut-header') {
      throw new TakeError(
        'cut-off',
        `The take was cut off before its sound began. ${generateAgain}`,
        {},
        { cause: error },
      )
    }
    const came = whatCame(bytes, error)
    throw new TakeError(
      'not-audio',
      `What came is not a take but ${came}. ${generateAgain}`,
      { came },
      { cause: error },
    )
  }
}

function whatCame(bytes: Uint8Array, error: RecordingError): string {
  const text = String.fromCharCode(...bytes.subarray(0, 200)).trimStart()
  if (/^(<!doctype|<html|<\?xml|<)/i.test(text)) return 'a web page'
  if (/^[{[]/.test(text)) return 'a message in JSON'
  if (/^[\t\n\r\x20-\x7e]+$/.test(text)) return `a text (“${text.slice(0, 60)}”)`
  const { name } = error.data
  return typeof name === 'string' ? name : 'something else than a WAV with plain samples'
}

function isSilent(samples: Float32Array): boolean {
  const dc = dcOf(samples)
  const limit = fromDb(silenceDb)
  return samples.every((value) => Math.abs(value - dc) < limit)
}

function onlyNumbers(samples: Float32Array): Float32Array {
  return samples.every(Number.isFinite) ? samples : samples.map((value) => (Number.isFinite(value) ? value : 0))
}
