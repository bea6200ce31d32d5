/** What a list says of a stored take. */
export interface TakeFacts {
  readonly origin: 'infill' | 'voiceChanger' | 'microphone' | 'file'
  readonly text: string
  readonly voice: string | null
  readonly engine: string
  readonly credits: number | null
  readonly repeated: boolean
}

/** Whose voice a take has and what it cost: `Susan · 314 credits`. */
export function costWords({ origin, voice, engine, credits, repeated }: TakeFacts): string {
  if (origin === 'file') return 'from a file'
  if (origin === 'microphone') return 'recorded'
  const cost = repeated ? 'repeated: free' : priceWords(credits, engine)
  return voice === null ? cost : `${voice} · ${cost}`
}

function priceWords(credits: number | null, engine: string): string {
  if (credits === null) return engine === 'cartesia' ? 'cost not told' : 'free'
  return credits === 0 ? 'free' : `${credits} credits`
}
