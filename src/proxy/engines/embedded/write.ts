import { encodeFrames } from '../../../audio/codec'
import type { Encoding } from '../../../audio/format'
import { newFormat, wavFile } from '../../../audio/riff/header'
import { sampleRate } from '../../../base/units'
import type { InfillEncoding } from '../../../infill/contract'
import type { OutputFormat } from '../../infillForm'

const encodings: Readonly<Record<InfillEncoding, Encoding>> = {
  pcm_s16le: 's16',
  pcm_f32le: 'f32',
  pcm_alaw: 'alaw',
  pcm_mulaw: 'mulaw',
}

/** The bytes of mono `samples` (full scale ±1, clipped) in a WAV or raw output. Its rate in Hz is the samples' own. */
export function writeAudio(
  samples: Float32Array,
  output: OutputFormat & { readonly encoding: InfillEncoding },
): Uint8Array<ArrayBuffer> {
  const rate = sampleRate(output.rate)
  const encoding = encodings[output.encoding]
  const channels = [samples.map((sample) => Math.min(1, Math.max(-1, sample)))]
  const bytes =
    output.container === 'wav'
      ? wavFile({ rate, channels }, encoding, null)
      : encodeFrames(channels, newFormat(encoding, rate, 1), null)
  return new Uint8Array(bytes)
}
