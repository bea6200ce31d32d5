import { PickupError } from '../../base/errors'

/**
 * Why a file cannot be opened, or no longer read.
 * - `empty-file`: 0 bytes. `not-audio`: text, a picture, anything that is no recording.
 * - `unsupported-container`: audio, but in no container of plain samples. `compressed-audio`: one around a codec.
 * - `unsupported-encoding`: samples of an unknown kind. `bad-format`: a format that contradicts itself or is out of range.
 * - `no-format`, `no-samples`: that part of the WAV is missing or empty. `cut-header`: the file ends before its samples.
 * - `too-many-chunks`: more chunks than any writer makes. `too-long`: the file that is to be written cannot say its length.
 * - `file-changed`: the file no longer holds what it held.
 */
export type RecordingErrorCode =
  | 'empty-file'
  | 'not-audio'
  | 'unsupported-container'
  | 'compressed-audio'
  | 'unsupported-encoding'
  | 'bad-format'
  | 'no-format'
  | 'no-samples'
  | 'cut-header'
  | 'too-many-chunks'
  | 'too-long'
  | 'file-changed'

/** A file that cannot be opened or read. The message says what it is and the way out, and can be shown as it is. */
export class RecordingError extends PickupError<RecordingErrorCode> {
  override readonly name = 'RecordingError'
}

/** The way out for audio of another kind: the ffmpeg command that makes a WAV of a file named `in.<extension>`. */
export function convertAdvice(extension: string, encoding: 's16' | 's24' = 's16'): string {
  return `Convert it to a PCM WAV, for example with: ffmpeg -i in.${extension} -c:a pcm_${encoding}le out.wav`
}

/** The way out for a file that is damaged or was cut. */
export const fetchAgain = 'Export or copy it again from where it came from.'

/** The error for a file of 0 bytes. */
export function emptyFile(): RecordingError {
  return new RecordingError('empty-file', 'This file is empty (0 bytes). Export or copy it again, and open that one.')
}
