import { measureDecoding } from './decoding.mjs'
import { measureEditing } from './editing.mjs'
import { measureOpening } from './opening.mjs'
import { measureWavesurfer } from './wavesurfer.mjs'

/**
 * All that was measured on one recording; what failed or was not to be measured is undefined.
 *
 * @typedef {object} Figures
 * @property {import('./recordings.mjs').Recording} recording
 * @property {import('./opening.mjs').Opening} [opening]
 * @property {import('./editing.mjs').Editing} [editing]
 * @property {{ readonly drawn: number, readonly memory: number }} [wavesurfer]
 * @property {import('./decoding.mjs').Decoding} [decoding]
 */

/** What can be measured alone. */
export const parts = ['opening', 'editing', 'wavesurfer', 'mp3']

/**
 * @param {import('./browsing.mjs').Bench} bench
 * @param {import('./recordings.mjs').Recording} recording
 * @param {object} wanted
 * @param {readonly string[]} wanted.only some of `parts`
 * @param {boolean} wanted.compared with wavesurfer.js as well
 * @param {string | null} wanted.mp3 path of the same as MP3, to be decoded
 * @returns {Promise<Figures>}
 */
export async function measure(bench, recording, { only, compared, mp3 }) {
  const opening = only.includes('opening')
    ? await attempt(bench, 'Opening', () => measureOpening(bench, recording))
    : undefined
  const editing = only.includes('editing')
    ? await attempt(bench, 'Editing', () => measureEditing(bench, recording))
    : undefined
  const wavesurfer = compared
    ? await attempt(bench, 'wavesurfer.js', () => measureWavesurfer(bench, recording))
    : undefined
  const decoding =
    mp3 === null ? undefined : await attempt(bench, 'Decoding the MP3', () => measureDecoding(bench, mp3))
  return { recording, opening, editing, wavesurfer, decoding }
}

/** What fails is told and leaves the rest to be measured. */
async function attempt({ teardown }, what, task) {
  try {
    return await task()
  } catch (error) {
    if (teardown.ending) throw error
    console.error(`${what} was not measured. ${String(error)}`)
    process.exitCode = 1
    return undefined
  }
}
