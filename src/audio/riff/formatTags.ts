/** The codecs that are met in WAV files, by their format tag (Microsoft's mmreg.h). */
const codecs: ReadonlyMap<number, string> = new Map([
  [0x0002, 'Microsoft ADPCM'],
  [0x0010, 'OKI ADPCM'],
  [0x0011, 'IMA ADPCM'],
  [0x0031, 'GSM 6.10'],
  [0x0040, 'G.721 ADPCM'],
  [0x0045, 'G.726 ADPCM'],
  [0x0050, 'MPEG layer 1 or 2'],
  [0x0055, 'MP3'],
  [0x0064, 'G.726 ADPCM'],
  [0x0092, 'Dolby AC-3 over S/PDIF'],
  [0x00ff, 'AAC'],
  [0x0160, 'Windows Media Audio 1'],
  [0x0161, 'Windows Media Audio 2'],
  [0x0162, 'Windows Media Audio Professional'],
  [0x0163, 'Windows Media Audio Lossless'],
  [0x1600, 'AAC (ADTS)'],
  [0x1610, 'AAC (HE)'],
  [0x2000, 'Dolby AC-3'],
  [0x2001, 'DTS'],
  [0x674f, 'Ogg Vorbis'],
  [0x6750, 'Ogg Vorbis'],
  [0x6751, 'Ogg Vorbis'],
  [0x704f, 'Opus'],
  [0xf1ac, 'FLAC'],
])

/** Format tag of linear integer samples. */
export const tagPcm = 0x0001
/** Format tag of IEEE floating point samples. */
export const tagFloat = 0x0003
/** Format tag of ITU-T G.711 A-law. */
export const tagAlaw = 0x0006
/** Format tag of ITU-T G.711 µ-law. */
export const tagMulaw = 0x0007
/** Format tag that says: the real one is in the sub-format GUID. */
export const tagExtensible = 0xfffe

/** The name of the codec behind a format tag, or null for one that is not known. */
export function codecName(tag: number): string | null {
  return codecs.get(tag) ?? null
}

/** A format tag as people look it up: `0x0055`. */
export function tagText(tag: number): string {
  return `0x${tag.toString(16).padStart(4, '0')}`
}
