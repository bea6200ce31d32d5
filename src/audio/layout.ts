import { assertNever } from '../base/assert'
import type { Frames } from '../base/units'
import { composeAiff } from './aiff/compose'
import { type AiffLayout, readAiffLayout } from './aiff/layout'
import type { ChunkChanges, WavFrame } from './frame'
import { composeWav } from './riff/compose'
import { emptyFile } from './riff/errors'
import { readWavLayout, type WavLayout } from './riff/layout'
import { type Sniffed, sniffBytes, sniffFile } from './riff/sniff'
import type { ByteSource } from './source'
import { composeW64 } from './w64/compose'
import { readW64Layout, type W64Layout } from './w64/layout'

/** Where the parts of a file of plain samples lie, told apart by `container`. */
export type FileLayout = WavLayout | W64Layout | AiffLayout

/**
 * What a file is, by its first bytes and never by its name: plain samples, which `readLayout` opens, or compressed audio,
 * which must be decoded first. Throws `empty-file`, `not-audio` or `unsupported-container` for everything else.
 */
export async function identify(source: ByteSource): Promise<Sniffed> {
  if (source.size === 0) throw emptyFile()
  return sniffFile(await source.read(0, Math.min(sniffBytes, source.size)))
}

/**
 * Finds the samples and every chunk of a file of plain samples, reading headers only: RIFF, RF64 and BW64 WAV, W64, AIFF
 * and AIFF-C. Throws `RecordingError` for everything else, and whatever `source.read` rejects with.
 */
export async function readLayout(source: ByteSource): Promise<FileLayout> {
  const sniffed = await identify(source)
  if (sniffed.container === 'W64') return readW64Layout(source)
  if (sniffed.container === 'AIFF' || sniffed.container === 'AIFC') return readAiffLayout(source)
  return readWavLayout(source)
}

/**
 * The file around `frames` frames of samples in the recording's format and container: every other chunk in order and byte
 * for byte but for `changes`, with what follows from the length made right. With no notes on the layout, no changes and
 * an unchanged length it is the same file. Throws `too-long` for an AIFF past 4 GB.
 */
export function composeFile(layout: FileLayout, frames: Frames, changes: ChunkChanges = new Map()): WavFrame {
  switch (layout.container) {
    case 'RIFF':
    case 'RF64':
    case 'BW64':
      return composeWav(layout, frames, changes)
    case 'W64':
      return composeW64(layout, frames, changes)
    case 'AIFF':
    case 'AIFC':
      return composeAiff(layout, frames, changes)
    default:
      return assertNever(layout)
  }
}

/** The ending of file names and the media type of a container. */
export function fileType(container: FileLayout['container']): { readonly extension: string; readonly type: string } {
  if (container === 'W64') return { extension: 'w64', type: 'audio/x-w64' }
  if (container === 'AIFF') return { extension: 'aiff', type: 'audio/aiff' }
  return container === 'AIFC' ? { extension: 'aifc', type: 'audio/aiff' } : { extension: 'wav', type: 'audio/wav' }
}
