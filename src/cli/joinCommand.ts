import { framesToSeconds } from '../base/units'
import { defaultJoin } from '../edit/joinSettings'
import { originalTimeline } from '../edit/timeline'
import { decodeTake } from '../infill/join/decodeTake'
import { join } from '../infill/join/join'
import { readSurroundings } from '../infill/join/readSurroundings'
import { describeReport } from '../infill/report'
import { timelinePauses } from '../infill/timelinePauses'
import type { Command } from './args'
import { CliError } from './cliError'
import { openFile } from './fileSource'
import { checkOutputs } from './outputs'
import { pausesOf, readFinite, withRecording } from './recording'
import { snapSpan, spanOf } from './span'
import { writeFile } from './writeFile'
import { damageLines, writeFixed } from './writeFixed'

/** Writes the recording with a take in place of a span, or without the span. `tell` says in words what was done. */
export async function joinCommand(
  command: Extract<Command, { kind: 'join' }>,
  tell: (line: string) => void,
): Promise<void> {
  await checkOutputs([command.recording, command.take], [command.out, command.report])
  await withRecording(command.recording, async (recording) => {
    const { layout } = recording
    const { rate } = layout.format
    const typed = spanOf(command, recording)
    const pauses = command.snap ? timelinePauses(originalTimeline(layout.frames), await pausesOf(recording)) : []
    const replaced = command.snap ? snapSpan(recording, typed, pauses, tell) : typed
    if (command.take === null && replaced.start === replaced.end) {
      throw new CliError('refused', 'There is nothing to cut.')
    }
    const take = command.take === null ? null : await decodeTake(await bytesOf(command.take))
    const surroundings = await readSurroundings((start, end) => readFinite(recording, start, end), rate, replaced)
    const settings = { ...defaultJoin, length: command.hold ? ('hold' as const) : ('ripple' as const) }
    const { insert, report } = join(take, surroundings, settings)
    const written = await writeFixed(command.out, recording, replaced, insert)
    if (command.report !== null) {
      const seconds = (frame: number) => framesToSeconds(frame, rate)
      const facts = { from: seconds(replaced.start), to: seconds(replaced.end), ...report }
      await writeFile(command.report, (write) => write(new TextEncoder().encode(`${JSON.stringify(facts, null, 2)}\n`)))
    }
    const { verdict, details } = describeReport(report, rate)
    tell([verdict, ...details].join(' · '))
    for (const line of damageLines(written)) tell(line)
  })
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const file = await openFile(path)
  try {
    return await file.read(0, file.size)
  } finally {
    await file.close()
  }
}
