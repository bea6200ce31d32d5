import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { corpus } from '../../testing/corpus'
import { fileSource } from '../../testing/fileSource'
import { assemble } from '../../testing/wav'
import { decodeFrames, encodeFrames } from '../codec'
import { composeFile, type FileLayout, identify, readLayout } from '../layout'
import { type ByteSource, memorySource } from '../source'
import { RecordingError, type RecordingErrorCode } from './errors'
import type { LayoutNoteCode } from './layoutNotes'

/** What the manifests say of a file, as far as it is used here. */
const entrySchema = z.object({
  file: z.string(),
  expect: z.string(),
  also_ok: z.string().optional(),
  container: z.string().default(''),
  codec: z.string().default(''),
  rate: z.number().optional(),
  channels: z.number().optional(),
  frames: z.number().optional(),
  pcm_sha256: z.string().optional(),
})
type Entry = z.infer<typeof entrySchema>

const folder = corpus()

/** The entries of a manifest, each with its file name first, as a table of tests wants them. */
function manifest(set: 'zoo' | 'hostile'): (readonly [string, Entry])[] {
  if (folder === null) return []
  const json: unknown = JSON.parse(readFileSync(join(folder, set, 'manifest.json'), 'utf8'))
  return z
    .object({ files: z.array(entrySchema) })
    .parse(json)
    .files.map((entry) => [entry.file, entry] as const)
}

function sourceOf(entry: Entry): ByteSource {
  return fileSource(join(folder ?? '', entry.file))
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function refusal(source: ByteSource): Promise<RecordingError | null> {
  try {
    await readLayout(source)
    return null
  } catch (error) {
    if (error instanceof RecordingError) return error
    throw error
  }
}

function samplesOf(source: ByteSource, layout: FileLayout): Promise<Uint8Array> {
  return source.read(layout.dataStart, layout.dataStart + layout.frames * layout.format.bytesPerFrame)
}

/** Composes the file anew with as many frames. What comes out must need no repair, and be the same where nothing did. */
async function checkComposed(source: ByteSource, layout: FileLayout): Promise<void> {
  const frame = composeFile(layout, layout.frames)
  const output = await assemble(frame, source, await samplesOf(source, layout))
  expect(output.length).toBe(frame.size)
  const { format, frames } = layout
  expect(await readLayout(memorySource(output))).toMatchObject({ format, frames, notes: [] })
  const original = await source.read(0, source.size)
  expect(sha256(output) === sha256(original)).toBe(layout.notes.length === 0)
}

const isPcm = ({ container }: Entry): boolean => ['WAV', 'RF64', 'W64', 'AIFF'].includes(container)

/** Samples that are known: the manifest has no hash of A-law, µ-law and big-endian samples. */
const expectSamples = async (source: ByteSource, layout: FileLayout, entry: Entry): Promise<void> => {
  if (entry.pcm_sha256 !== undefined) expect(sha256(await samplesOf(source, layout))).toBe(entry.pcm_sha256)
}

/** Whether 32-bit floats hold every sample of the format. */
const isExact = ({ encoding }: FileLayout['format']): boolean => encoding !== 's32' && encoding !== 'f64'

describe.skipIf(folder === null)('the format zoo', () => {
  const entries = manifest('zoo')
  const pcm = entries.filter(([, entry]) => isPcm(entry))

  it.each(pcm)('opens %s and composes it anew', async (_, entry) => {
    const source = sourceOf(entry)
    const layout = await readLayout(source)
    expect(layout).toMatchObject({ format: { rate: entry.rate, channels: entry.channels }, frames: entry.frames })
    await expectSamples(source, layout, entry)
    await checkComposed(source, layout)
  })

  it.each(pcm)('decodes and encodes %s to the same samples', async (_, entry) => {
    const source = sourceOf(entry)
    const layout = await readLayout(source)
    const samples = await samplesOf(source, layout)
    const decoded = decodeFrames(samples, layout.format)
    const encoded = encodeFrames(decoded, layout.format, null)
    expect(sha256(encoded) === sha256(samples)).toBe(isExact(layout.format))
    const again = decodeFrames(encoded, layout.format)
    const error = decoded.map((channel, i) =>
      channel.reduce((most, sample, at) => Math.max(most, Math.abs(sample - (again[i]?.[at] ?? Number.NaN))), 0),
    )
    expect(Math.max(...error)).toBe(0)
  })

  it('reads the samples of the AIFF as those of the WAV it was made from', async () => {
    const [aiff, wav] = await Promise.all(
      ['aiff_s16_stereo.aiff', 'ref_stereo_44100_s16.wav'].map(async (name) => {
        const source = fileSource(join(folder ?? '', 'zoo', name))
        const layout = await readLayout(source)
        return decodeFrames(await samplesOf(source, layout), layout.format)
      }),
    )
    expect(aiff).toEqual(wav)
  })

  it.each(entries.filter(([, entry]) => !isPcm(entry)))('leaves %s to a decoder, by name', async (_, entry) => {
    const source = sourceOf(entry)
    expect(await identify(source)).toMatchObject({ kind: 'encoded', container: expect.stringMatching(/^[a-z0-9]+$/) })
    const error = await refusal(source)
    expect(error).toMatchObject({ code: 'unsupported-container', message: expect.stringContaining('ffmpeg -i in.') })
    expect(error?.message.toLowerCase()).toContain(entry.container.toLowerCase())
  })
})

describe.skipIf(folder === null)('hostile files', () => {
  const codes: Readonly<Record<string, RecordingErrorCode>> = {
    'hostile/empty.wav': 'empty-file',
    'hostile/one_byte.wav': 'not-audio',
    'hostile/text_as.wav': 'not-audio',
    'hostile/png_as.wav': 'not-audio',
    'hostile/html_as.wav': 'not-audio',
    'hostile/header_only_44.wav': 'no-samples',
    'hostile/riff_12_bytes.wav': 'cut-header',
    'hostile/cut_inside_fmt.wav': 'cut-header',
    'hostile/list_huge_size_before_data.wav': 'cut-header',
    'hostile/no_fmt.wav': 'no-format',
    'hostile/rate_zero.wav': 'bad-format',
    'hostile/rate_minus_one.wav': 'bad-format',
    'hostile/channels_zero.wav': 'bad-format',
    'hostile/channels_65535.wav': 'bad-format',
    'hostile/bits_zero.wav': 'bad-format',
    'hostile/unknown_format_tag.wav': 'unsupported-encoding',
    'hostile/mp3_in_wav.wav': 'compressed-audio',
    'hostile/adpcm_ima.wav': 'compressed-audio',
    'hostile/mp3_named.wav': 'unsupported-container',
    'hostile/mp3_cut.mp3': 'unsupported-container',
    'hostile/id3_huge.mp3': 'unsupported-container',
    'hostile/silence_1h_stereo.flac': 'unsupported-container',
    'hostile/flac_total_samples_lie.flac': 'unsupported-container',
  }
  const notes: Readonly<Record<string, readonly LayoutNoteCode[]>> = {
    'hostile/cut_inside_data.wav': ['truncated'],
    'hostile/cut_inside_frame_s24_stereo.wav': ['truncated'],
    'hostile/data_size_too_big.wav': ['truncated'],
    'hostile/riff_size_too_small.wav': ['sizes-repaired'],
    'hostile/block_align_wrong.wav': ['block-align'],
    'hostile/trailing_garbage.wav': ['trailing-bytes'],
    'hostile/data_before_fmt.wav': ['chunk-order'],
    'hostile/two_data_chunks.wav': ['second-chunk'],
    'hostile/rf64_no_ds64.wav': ['sizes-repaired'],
  }
  /** Frames of the files for which the manifest leaves them open. */
  const notInManifest: Readonly<Record<string, number>> = {
    'hostile/bits_12.wav': 24_000,
    'hostile/two_data_chunks.wav': 12_000,
  }

  const entries = manifest('hostile')
  const [refused, opened] = [true, false].map((is) => entries.filter(([file]) => file in codes === is))

  it.each(refused ?? [])('refuses %s', async (file, entry) => {
    expect(`${entry.expect} ${entry.also_ok}`).toMatch(/reject|either|salvage/)
    const error = await refusal(sourceOf(entry))
    expect(error).toMatchObject({
      code: codes[file],
      message: expect.stringMatching(/^[A-Z].*\. [A-Z].*(\.|out\.wav)$/),
    })
  })

  it.each(opened ?? [])('opens %s', async (file, entry) => {
    expect(`${entry.expect} ${entry.also_ok}`).toMatch(/accept|either/)
    const source = sourceOf(entry)
    const layout = await readLayout(source)
    expect(layout.format.rate).toBe(entry.rate ?? 48_000)
    expect(layout.format.channels).toBe(entry.channels ?? 1)
    expect(layout.frames).toBe(entry.frames ?? notInManifest[file])
    expect(layout.notes.map((note) => note.code)).toEqual(notes[file] ?? [])
    await checkComposed(source, layout)
  })
})
