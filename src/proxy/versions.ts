/** Versions of the vendor's API that it has published, oldest first. They compare as texts. */
export const API_VERSIONS = [
  '2024-06-10',
  '2024-11-13',
  '2025-04-16',
  '2025-11-04',
  '2026-03-01',
  '2026-08-14',
] as const

/** One of `API_VERSIONS`. */
export type ApiVersion = (typeof API_VERSIONS)[number]

/** Whether `text` is a version the vendor has published. */
export function isApiVersion(text: string): text is ApiVersion {
  return API_VERSIONS.some((version) => version === text)
}

const lastWithControls: ApiVersion = '2024-11-13'

/** Whether a version knows the controls for speed and emotion that were tried in `voice[__experimental_controls]`. */
export function knowsControls(version: ApiVersion): boolean {
  return version <= lastWithControls
}

/** Whether a form field is one of those controls. */
export function isControlField(name: string): boolean {
  return name.startsWith('voice[__experimental_controls]')
}
