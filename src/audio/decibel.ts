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
