import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { encodeFrames } from '../audio/codec'
import { isInteger } from '../audio/format'
import { readLayout } from '../audio/layout'
import { readMarkers } from '../audio/markers'
import { slicePcm } from '../audio/pcm'
import type { ByteSource } from '../audio/source'
import { BugError } from '../base/assert'
import { mulberry32 } from '../base/random'
import { formatTimecode, parseTimecode } from '../base/timecode'
import { type ExportPart, exportPlan } from '../edit/exportPlan'
import { CliError } from './cliError'
import { openFile } from './fileSource'
import { type FixResult, makeFix } from './oneFix'
import { type SpeakingTool, tellCost, usageError, voiceOptions, withSpeech } from './voiceOptions'
import { writeFile } from './writeFile'

/** How `pickup fix` is called. */
export const fixUsage =
  'pickup fix IN.wav --from TIME --to TIME --text "TEXT" -o OUT.wav [--no-snap] [--voice ID] [--language en] [--take 1]'

const options = {
  ...voiceOptions,
  from: { type: 'string' },
  to: { type: 'string' },
  text: { type: 'string' },
  'no-snap': { type: 'boolean', default: false },
} as const

/** Replaces a stretch of a recording and writes the corrected file: all other samples stay as they are. Rejects with `PickupError`. */
export async function runFix(args: readonly string[], tool: SpeakingTool): Promise<void> {
  const { values, positionals } = parse(args)
  const [path, ...more] = positionals
  const { out, from, to, text } = values
  const given = path !== undefined && out !== undefined && from !== undefined && to !== undefined && text !== undefined
  if (!given || more.length > 0) throw usageError(fixUsage)
  if (resolve(path) === resolve(out)) {
    throw new CliError('refused', 'The corrected file must have another name: the recording is never written to.')
  }
  const source = await openFile(path)
  try {
    const layout = await readLayout(source)
    const { rate } = layout.format
    const [start, end] = [parseTimecode(from, rate), parseTimecode(to, rate)]
    if (start === null || end === null || end < start) throw usageError(fixUsage)
    await withSpeech(tool, values.voice, async (speech, voiceId) => {
      const { language, take } = values
      const wish = { source, layout, start, end, text, language, voiceId, snap: !values['no-snap'] }
      const result = await makeFix(wish, async (fields) => {
        const spoken = await speech.infill(fields, take)
        tellCost(spoken, tool.tell)
        return spoken.bytes
      })
      const plan = exportPlan(layout, result.timeline, [], await readMarkers(source, layout))
      await writeFile(out, async (write) => {
        for (const part of plan.parts) {
          for await (const bytes of partBytes(part, source, result, layout.format)) await write(bytes)
        }
      })
      const { replaced } = result
      tool.tell(`Replaced ${formatTimecode(replaced.start, rate)} to ${formatTimecode(replaced.end, rate)}`)
      tool.tell(`${out}: ${formatTimecode(result.timeline.length, rate)}`)
    })
  } finally {
    await source.close()
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch {
    throw usageError(fixUsage)
  }
}

const blockBytes = 4 * 1024 * 1024

async function* partBytes(
  part: ExportPart,
  source: ByteSource,
  { insert, replaced }: FixResult,
  format: Parameters<typeof encodeFrames>[1],
): AsyncGenerator<Uint8Array> {
  switch (part.kind) {
    case 'bytes':
      yield part.bytes
      return
    case 'copy':
      for (let at = part.start; at < part.end; at += blockBytes) {
        yield await source.read(at, Math.min(part.end, at + blockBytes))
      }
      return
    case 'insert': {
      const piece = slicePcm(insert, part.start, part.start + part.length)
      const dither = isInteger(format.encoding) ? mulberry32(replaced.start + 1) : null
      yield encodeFrames(piece.channels, format, dither)
      return
    }
    case 'repair':
      throw new BugError('a repair was planned though none was asked for')
  }
}
