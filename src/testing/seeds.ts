import { mulberry32 } from '../base/random'

/** Runs a test with the seeds 1 to `count`, each with its own random numbers. A failure says its seed first. */
export function overSeeds(count: number, run: (random: () => number, seed: number) => void): void {
  for (let seed = 1; seed <= count; seed++) {
    try {
      run(mulberry32(seed), seed)
    } catch (error) {
      throw withSeed(error, seed)
    }
  }
}

/** `overSeeds` for a test that waits; one seed after another. */
export async function overSeedsAsync(
  count: number,
  run: (random: () => number, seed: number) => Promise<void>,
): Promise<void> {
  for (let seed = 1; seed <= count; seed++) {
    try {
      await run(mulberry32(seed), seed)
    } catch (error) {
      throw withSeed(error, seed)
    }
  }
}

function withSeed(error: unknown, seed: number): unknown {
  if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`
  return error
}
