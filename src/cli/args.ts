import { parseArgs } from 'node:util'
import { CliError } from './cliError'

/** A span of a recording as it was typed. */
interface SpanArgs {
  readonly recording: string
  readonly from: string
  readonly to: string
  readonly out: string
  /** Whether the edges move to pauses. */
  readonly snap: boolean
  /** Whether the total length is kept. */
  readonly hold: boolean
  /** Where the report goes, as JSON; null for nowhere. */
  readonly report: string | null
}

/** One command of the shell tool. A `take` of null removes the span. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'pauses'; readonly recording: string }
  | (SpanArgs & { readonly kind: 'join'; readonly take: string | null })

/** What the tool says about itself. */
export const usage = `Usage:
  pickup pauses RECORDING.wav
      prints the pauses as JSON: [[start, end], …] in seconds
  pickup join RECORDING.wav --from S --to S --take TAKE.wav -o OUT.wav [--snap] [--hold] [--report REPORT.json]
      writes the recording with the take in place of the span
  pickup cut RECORDING.wav --from S --to S -o OUT.wav [--snap] [--hold] [--report REPORT.json]
      writes the recording without the span

  S is seconds (12.5) or h:mm:ss.mmm. --snap moves the edges to pauses, --hold keeps the length of the recording.
  Exit codes: 0 done, 1 refused, 2 wrong usage.`

/** Reads what stands behind the name of the tool. Throws CliError `usage`. */
export function parseCommand(argv: readonly string[]): Command {
  const [name, ...rest] = argv
  if (name === undefined) throw wrong('No command.')
  if (name === 'help' || name === '--help' || name === '-h') return { kind: 'help' }
  if (name !== 'pauses' && name !== 'join' && name !== 'cut') throw wrong(`There is no command “${name}”.`)
  const { values, positionals } = parsed(rest)
  if (values.help === true) return { kind: 'help' }
  const [recording, ...more] = positionals
  if (recording === undefined) throw wrong('Name a recording.')
  if (more.length > 0) throw wrong(`One recording at a time; “${more[0]}” is too many.`)
  if (name === 'pauses') {
    const given = Object.keys(values)[0]
    if (given !== undefined) throw wrong(`“pauses” takes no --${given}.`)
    return { kind: 'pauses', recording }
  }
  if (name === 'cut' && values.take !== undefined) throw wrong('“cut” takes no --take; “join” does.')
  const needed = (option: 'from' | 'to' | 'take' | 'out'): string => {
    const value = values[option]
    if (value === undefined) throw wrong(`“${name}” needs ${option === 'out' ? '-o' : `--${option}`}.`)
    return value
  }
  return {
    kind: 'join',
    recording,
    from: needed('from'),
    to: needed('to'),
    take: name === 'cut' ? null : needed('take'),
    out: needed('out'),
    snap: values.snap === true,
    hold: values.hold === true,
    report: values.report ?? null,
  }
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        take: { type: 'string' },
        out: { type: 'string', short: 'o' },
        snap: { type: 'boolean' },
        hold: { type: 'boolean' },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

/** A command that was not said right, with how to say it. */
function wrong(what: string): CliError {
  return new CliError('usage', `${what}\n\n${usage}`, {})
}
