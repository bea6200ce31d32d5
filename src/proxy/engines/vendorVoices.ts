import { z } from 'zod'

const text = z.string().catch('')

const voice = z.object({
  id: z.string().regex(/^[\w-]{1,100}$/),
  name: text,
  description: text,
  tagline: text,
  language: text,
  locales: z.array(z.object({ locale: z.string(), is_native: z.boolean().catch(false) })).catch([]),
  accent: z.string().nullable().catch(null),
  gender: z.string().nullable().catch(null),
  is_owner: z.boolean().catch(false),
  is_public: z.boolean().optional().catch(undefined),
  access: z.string().optional().catch(undefined),
  visibility: z.string().optional().catch(undefined),
  created_at: text,
  user_id: z.string().optional().catch(undefined),
  preview_file_url: z.string().nullish().catch(null),
})

const page = z.object({ data: z.array(voice), has_more: z.boolean().catch(false) })

/** One voice in the words of both generations of the vendor's API. */
export type WireVoice = ReturnType<typeof toWireVoice>

/** A page of voices, in both generations' words. */
export interface WireVoices {
  readonly data: readonly WireVoice[]
  readonly has_more: boolean
  /** The id to start the next page after. */
  readonly next_page: string | null
}

/** Reads a list of voices of any API version: a page, or the bare array of the oldest. Null when it is neither. */
export function readVendorVoices(body: unknown): WireVoices | null {
  const parsed = page.safeParse(Array.isArray(body) ? { data: body, has_more: false } : body)
  return parsed.success ? voicesPage(parsed.data.data.map(toWireVoice), parsed.data.has_more) : null
}

/** Reads one voice of any API version. Null when it is none. */
export function readVendorVoice(body: unknown): WireVoice | null {
  const parsed = voice.safeParse(body)
  return parsed.success ? toWireVoice(parsed.data) : null
}

/** The address a voice's preview has at the vendor, or null. */
export function previewAddress(body: unknown): string | null {
  const parsed = voice.safeParse(body)
  return parsed.success ? (parsed.data.preview_file_url ?? null) : null
}

/** A page of voices. */
export function voicesPage(data: readonly WireVoice[], hasMore: boolean): WireVoices {
  return { data, has_more: hasMore, next_page: hasMore ? (data.at(-1)?.id ?? null) : null }
}

/** A preview is never fetched from the vendor by the client, who has no key: it is one of our own routes. */
export function previewRoute(id: string): string {
  return `/api/voices/${id}/preview`
}

function toWireVoice({ is_public, access, visibility, preview_file_url, user_id, ...same }: z.infer<typeof voice>) {
  const seen = visibility === 'all' || visibility === 'public'
  const open = access === undefined ? (is_public ?? seen) : access === 'public'
  return {
    ...same,
    ...(user_id === undefined ? {} : { user_id }),
    is_public: open,
    access: open ? ('public' as const) : ('private' as const),
    visibility: seen || (visibility === undefined && open) ? ('all' as const) : ('owner' as const),
    preview_file_url: typeof preview_file_url === 'string' && preview_file_url !== '' ? previewRoute(same.id) : null,
  }
}
