import type { Playback } from '../player/playback'
import type { TakeStore } from '../storage/takes'
import type { AppStore } from './store'
import type { Workspace } from './workspace'

/** What every flow works with. `workspace` and `playback` belong to the recording that is open; the open flow sets them. */
export interface App {
  readonly store: AppStore
  readonly takes: TakeStore
  workspace: Workspace | null
  playback: Playback | null
}
