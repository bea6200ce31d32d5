import { z } from 'zod'
import type { VoiceBody, VoicesBody } from '../../infill/contract'

const text = z.string().catch('')

const voice = z.object({
  id: z.string().min(1),
  name: text,
  description: text,
  language: text,
  gender: z.string().nullish(),
  is_owner: z.boolean().catch(false),
  is_public: z.boolean().optional(),
  visibility: z.string().optional().catch(undefined),
  created_at: text,
  preview_file_url: z.string().nullish(),
})

const page = z.object({ data: z.array(voice), has_more: z.boolean().catch(false) })

/** Reads a list of voices of any API version: a page, or the bare array of the oldest. Null when it is neither. */
export function readVendorVoices(body: unknown): VoicesBody | null {
  const parsed = page.safeParse(Array.isArray(body) ? { data: body, has_more: false } : body)
  return parsed.success ? { data: parsed.data.data.map(toVoiceBody), has_more: parsed.data.has_more } : null
}

function toVoiceBody({ gender, is_public, visibility, preview_file_url, ...same }: z.infer<typeof voice>): VoiceBody {
  return {
    ...same,
    gender: gender ?? null,
    is_public: is_public ?? visibility === 'public',
    preview_file_url: preview_file_url ?? null,
  }
}
