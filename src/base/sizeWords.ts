const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** A count of bytes for people, in decimal units: “1.2 GB”. */
export function sizeWords(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)} ${units[step] ?? ''}`
}
