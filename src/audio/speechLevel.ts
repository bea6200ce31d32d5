import type { SampleRate } from '../base/units'
import { powerToDb } from './decibel'
import { kWeighted } from './loudness'

const windowSeconds = 0.01
/** Windows this many dB below the loud ones are pauses. */
const gateDb = 20
/** Windows of speech hold at least so many times the power of the room. */
const overRoom = 2.5

/**
 * How loud speech is in dB, however short and with whatever pauses: the K-weighted power (ITU-R BS.1770-4) of the windows of 10 ms
 * within 20 dB of the loud ones, their 95th percentile. BS.1770's own blocks of 400 ms are as long as a word, and leave a level
 * that depends on the silence around it. `room` is the power under the speech, K-weighted, full scale 1: it does not count. `null` for
 * less than a window and for silence (−70 dB).
 */
export function speechLevel(samples: Float32Array, rate: SampleRate, room = 0): number | null {
  const weighted = kWeighted(samples, rate)
  const window = Math.max(1, Math.round(windowSeconds * rate))
  const powers = new Float64Array(Math.floor(weighted.length / window))
  for (let i = 0; i < powers.length; i++) {
    let sum = 0
    for (let k = i * window; k < (i + 1) * window; k++) sum += (weighted[k] ?? 0) ** 2
    powers[i] = sum / window
  }
  powers.sort()
  const loud = powers[Math.floor(0.95 * Math.max(0, powers.length - 1))] ?? 0
  const gate = Math.max(loud * 10 ** (-gateDb / 10), Math.min(room * overRoom, loud))
  const heard = powers.filter((power) => power > 0 && power >= gate)
  if (heard.length === 0) return null
  const level = powerToDb(heard.reduce((sum, power) => sum + power - Math.min(room, power / 2), 0) / heard.length)
  return level > -70 ? level : null
}
