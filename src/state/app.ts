import type { SampleRate } from '../base/units'
import type { AudioOutput } from '../player/audioOutput'
import type { Microphone, MicrophoneUse } from '../player/microphone'
import type { Playback } from '../player/playback'
import type { FileStore } from '../storage/files'
import type { ProjectStore } from '../storage/projects'
import type { TakeStore } from '../storage/takes'
import type { Opening } from './opening'
import type { AppStore } from './store'
import type { Workspace } from './workspace'

/** What every flow works with. `workspace` and `playback` belong to the recording that is open; the open flow sets them. */
export interface App {
  readonly store: AppStore
  readonly files: FileStore
  readonly takes: TakeStore
  readonly projects: ProjectStore
  readonly opening: Opening
  /** Opens the sound at a rate. Throws `rate-unsupported`. */
  readonly openSound: (rate: SampleRate) => AudioOutput
  /** Opens the microphone. Throws `MicrophoneError`; rejects with the signal's reason when it aborts meanwhile. */
  readonly openMicrophone: (use: MicrophoneUse, signal: AbortSignal) => Promise<Microphone>
  workspace: Workspace | null
  playback: Playback | null
}
