import type { Brand } from './brand'

/** Names a recording in storage and in a project. */
export type RecordingId = Brand<string, 'RecordingId'>

/** Names one fix of a project. */
export type FixId = Brand<string, 'FixId'>

/** Names one take in storage. */
export type TakeId = Brand<string, 'TakeId'>

/** Names one project in storage. */
export type ProjectId = Brand<string, 'ProjectId'>

/** Reads an id that was made earlier, for example from storage. */
export const recordingId = (value: string): RecordingId => value as RecordingId
/** Reads an id that was made earlier, for example from storage. */
export const fixId = (value: string): FixId => value as FixId
/** Reads an id that was made earlier, for example from storage. */
export const takeId = (value: string): TakeId => value as TakeId
/** Reads an id that was made earlier, for example from storage. */
export const projectId = (value: string): ProjectId => value as ProjectId
