/** What may stand in a line of the log beside its event. Never audio, text, tokens or keys. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** Tells whoever runs the server what happens. */
export interface Log {
  /** What goes well: requests, connections. */
  info(event: string, fields: LogFields): void
  /** What somebody should look at. */
  warn(event: string, fields: LogFields): void
}

/** What a log is made of. */
export interface LogOptions {
  /** Takes one line, without its end. */
  readonly write: (line: string) => void
  /** Whether `info` is written too. */
  readonly all: boolean
  /** Replaced wherever they would appear. */
  readonly secrets: readonly string[]
}

/** A log of JSON lines: one object each, so that nothing in a field can look like another line. */
export function createLog({ write, all, secrets }: LogOptions): Log {
  const line = (level: string, event: string, fields: LogFields) => {
    const text = JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })
    write(secrets.reduce((kept, secret) => kept.replaceAll(secret, '[key]'), text))
  }
  return {
    info: (event, fields) => {
      if (all) line('info', event, fields)
    },
    warn: (event, fields) => line('warn', event, fields),
  }
}
