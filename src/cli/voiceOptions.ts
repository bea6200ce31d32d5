import { CliError } from './cliError'
import type { Speech, Spoken } from './speech'

/** What `pickup infill` and `pickup fix` are given by the tool. */
export interface SpeakingTool {
  /** Opens the engine; closed by the command. */
  readonly open: () => Speech
  /** Takes a line for the user. */
  readonly tell: (line: string) => void
}

/** Options that both commands know, for `node:util` parseArgs. */
export const voiceOptions = {
  out: { type: 'string', short: 'o' },
  voice: { type: 'string' },
  language: { type: 'string', default: 'en' },
  take: { type: 'string', default: '1' },
} as const

/** A command that was called in a way it does not know. The message is its usage. */
export function usageError(usage: string): CliError {
  return new CliError('usage', `Usage: ${usage}`)
}

/** Runs `work` with the engine and a voice: the one named, else the first. Closes the engine. */
export async function withSpeech<Result>(
  { open, tell }: SpeakingTool,
  voice: string | undefined,
  work: (speech: Speech, voiceId: string) => Promise<Result>,
): Promise<Result> {
  const speech = open()
  try {
    tell(`Engine: ${speech.engine}`)
    return await work(speech, voice ?? (await speech.firstVoice()))
  } finally {
    await speech.close()
  }
}

/** Says what a take cost. */
export function tellCost({ credits }: Spoken, tell: (line: string) => void): void {
  tell(credits === 0 ? 'This cost nothing.' : `This cost about ${credits} credits.`)
}
