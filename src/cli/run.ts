import { PickupError } from '../base/errors'
import { framesToSeconds } from '../base/units'
import { parseCommand, usage } from './args'
import { CliError } from './cliError'
import { joinCommand } from './joinCommand'
import { pausesOf, withRecording } from './recording'
import { speakingCommand, speakingUsage } from './speakingCommand'

/** Where the tool writes. `out` takes results alone, `err` everything else; both get lines without their ends. */
export interface Streams {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

/** Carries out one command and gives its exit code: 0 done, 1 refused with the reason on `err`, 2 wrong usage. */
export async function run(argv: readonly string[], { out, err }: Streams): Promise<0 | 1 | 2> {
  try {
    const speaking = speakingCommand(argv, err)
    if (speaking !== null) {
      await speaking
      return 0
    }
    const command = parseCommand(argv)
    if (command.kind === 'help') out(`${usage}\n\n${speakingUsage}`)
    else if (command.kind === 'pauses') out(JSON.stringify(await pauseSeconds(command.recording)))
    else await joinCommand(command, err)
    return 0
  } catch (error) {
    if (!(error instanceof PickupError)) throw error
    err(error.message)
    return error instanceof CliError && error.code === 'usage' ? 2 : 1
  }
}

function pauseSeconds(path: string): Promise<[number, number][]> {
  return withRecording(path, async (recording) => {
    const { rate } = recording.layout.format
    const seconds = (frame: number) => Number(framesToSeconds(frame, rate).toFixed(6))
    return (await pausesOf(recording)).map(({ start, end }): [number, number] => [seconds(start), seconds(end)])
  })
}
