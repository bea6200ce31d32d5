/** A ratio of amplitudes as dB; 0 gives −Infinity. */
export function toDb(amplitude: number): number {
  return 20 * Math.log10(amplitude)
}

/** The ratio of amplitudes that `db` stands for. */
export function fromDb(db: number): number {
  return 10 ** (db / 20)
}

/** A ratio of powers as dB; 0 gives −Infinity. */
export function powerToDb(power: number): number {
  return 10 * Math.log10(power)
}

/** The ratio of powers that `db` stands for. */
export function dbToPower(db: number): number {
  return 10 ** (db / 10)
}

const STEPS = 4096
/** Of the middle of each of 4096 steps from 1 to 2 what it is in dB, then what 2 is. */
export const powerSteps: Float64Array = Float64Array.from({ length: STEPS + 1 }, (_, i) =>
  powerToDb(i === STEPS ? 2 : 1 + (i + 0.5) / STEPS),
)
const float = new Float32Array(1)
const bits = new Int32Array(float.buffer)

/** `powerToDb` within 0.001 dB for powers between 1e-37 and 1e38, several times as fast: by a 32-bit float's exponent and a table. */
export function roughPowerToDb(power: number): number {
  float[0] = power
  const word = bits[0] ?? 0
  return ((word >> 23) - 127) * (powerSteps[STEPS] ?? 0) + (powerSteps[(word >> 11) & (STEPS - 1)] ?? 0)
}
