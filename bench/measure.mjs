import { measureEditing } from './editing.mjs'
import { measureOpening } from './opening.mjs'
import { measureWavesurfer } from './wavesurfer.mjs'

/**
 * All that was measured on one recording.
 *
 * @typedef {object} Figures
 * @property {import('./recordings.mjs').Recording} recording
 * @property {import('./opening.mjs').Opening} opening
 * @property {import('./editing.mjs').Editing} editing
 * @property {{ readonly drawn: number, readonly memory: number }} wavesurfer
 */

/**
 * @param {import('./browsing.mjs').Bench} bench
 * @param {import('./recordings.mjs').Recording} recording
 * @returns {Promise<Figures>}
 */
export async function measure(bench, recording) {
  const opening = await measureOpening(bench, recording)
  const editing = await measureEditing(bench, recording)
  const wavesurfer = await measureWavesurfer(bench, recording)
  return { recording, opening, editing, wavesurfer }
}
