const longest = 120

/**
 * The file name offered for what is made of a recording: the recording's with another `ending`, without characters that a
 * file system or a terminal could take amiss.
 */
export function exportName(name: string, ending = '-fixed.wav'): string {
  const stem = name.replace(/\.[^.]{1,5}$/, '')
  const safe = stem
    .normalize('NFC')
    // biome-ignore lint: control, direction-override and reserved characters are what is meant here
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const short = Array.from(safe).slice(0, longest).join('')
  return `${short === '' ? 'recording' : short}${ending}`
}
