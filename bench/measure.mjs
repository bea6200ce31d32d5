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

/**
 * @param {import('./browsing.mjs').Bench} bench
 * @param {import('./recordings.mjs').Recording} recording
 * @param {{ readonly compared: boolean, readonly mp3: string | null }} also `compared`: with wavesurfer.js as well; `mp3`:
 *   path of the same as MP3, to be decoded
 * @returns {Promise<Figures>}
 */
export async function measure(bench, recording, { compared, mp3 }) {
  const opening = await attempt(bench, 'Opening', () => measureOpening(bench, recording))
  const editing = await attempt(bench, 'Editing', () => measureEditing(bench, recording))
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
