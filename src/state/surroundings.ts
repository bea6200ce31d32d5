import type { RecordingRange } from '../base/units'
import { readSurroundings } from '../infill/join/readSurroundings'
import type { Surroundings } from '../infill/join/surroundings'
import type { Workspace } from './workspace'

/**
 * What the join has to fit into, read from the recording itself, so that the insert of a fix depends on nothing but the
 * recording and the fix: other fixes do not change how it sounds.
 */
export function surroundingsOf(workspace: Workspace, replaced: RecordingRange): Promise<Surroundings> {
  return readSurroundings((start, end) => workspace.readClamped(start, end), workspace.layout.format.rate, replaced)
}
