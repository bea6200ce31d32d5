import { parseArgs } from 'node:util'
import { type Pcm, pcmFrames } from '../audio/pcm'
import { wavFile } from '../audio/riff/header'
import { secondsToFrames } from '../base/units'
import { decodeTake } from '../infill/join/decodeTake'
import { usualLimits } from '../infill/plan'
import { buildRequest } from '../infill/request'
import { checkOutputs } from './outputs'
import { readFinite, withRecording } from './recording'
import { type SpeakingTool, tellCost, usageError, voiceOptions, withSpeech } from './voiceOptions'
import { writeFile } from './writeFile'

/** How `pickup infill` is called. */
export const infillUsage =
  'pickup infill LEFT.wav RIGHT.wav "TEXT" -o MIDDLE.wav [--voice ID] [--language en] [--take 1]   (- for a side that is not there)'

/** Speaks a text between two files and writes the middle alone, as a 16-bit WAV. Rejects with `PickupError`. */
export async function runInfill(args: readonly string[], tool: SpeakingTool): Promise<void> {
  const { values, positionals } = parse(args)
  const [leftPath, rightPath, text, ...more] = positionals
  const { out, voice, language, take } = values
  if (leftPath === undefined || rightPath === undefined || text === undefined || out === undefined || more.length > 0) {
    throw usageError(infillUsage)
  }
  await checkOutputs(
    [leftPath, rightPath].filter((path) => path !== '-'),
    [out],
  )
  const left = leftPath === '-' ? null : await readSide(leftPath, 'end')
  const right = rightPath === '-' ? null : await readSide(rightPath, 'start')
  const { rate } = left ?? right ?? { rate: undefined }
  if (rate === undefined) throw usageError(infillUsage)
  await withSpeech(tool, voice, async (speech, voiceId) => {
    const spoken = await speech.infill(buildRequest({ left, right, text, language, voiceId, rate }), take)
    const middle = await decodeTake(spoken.bytes)
    await writeFile(out, (write) => write(wavFile(middle, 's16', null)))
    tool.tell(`${out}: ${(pcmFrames(middle) / middle.rate).toFixed(2)} s`)
    tellCost(spoken, tool.tell)
  })
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: voiceOptions, allowPositionals: true })
  } catch {
    throw usageError(infillUsage)
  }
}

/** The part of a file that lies beside the gap. */
function readSide(path: string, near: 'start' | 'end'): Promise<Pcm> {
  return withRecording(path, (recording) => {
    const { format, frames } = recording.layout
    const length = secondsToFrames(usualLimits.context, format.rate)
    return near === 'end' ? readFinite(recording, frames - length, frames) : readFinite(recording, 0, length)
  })
}
