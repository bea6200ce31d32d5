/** How long the lock of a worker that ended may outlive it, and how often a file is tried, in ms. */
const patience = 500
const interval = 50

/**
 * What `act` does to a file of the origin's private files, tried again for half a second while another worker still holds it.
 * Rejects as the last try does.
 */
export async function whenUnlocked<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let waited = 0; ; waited += interval) {
    try {
      return await act()
    } catch (error) {
      const locked = error instanceof Error && error.name === 'NoModificationAllowedError'
      if (!locked || waited >= patience) throw error
      await new Promise((resolve) => setTimeout(resolve, interval))
    }
  }
}
