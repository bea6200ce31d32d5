import { isAbort } from '../base/errors'

/** A file the user gave, and the handle by which it can be read again another day, where the browser gives one. */
export interface GivenFile {
  readonly file: File
  readonly handle: FileSystemFileHandle | null
}

/** Calls a method that not every browser has. Null when this one has not. */
function call(target: object, method: string, ...args: unknown[]): Promise<unknown> | null {
  const found: unknown = Reflect.get(target, method)
  if (typeof found !== 'function') return null
  const answer: unknown = Reflect.apply(found, target, args)
  return Promise.resolve(answer)
}

const isFileHandle = (value: unknown): value is FileSystemFileHandle =>
  typeof FileSystemFileHandle !== 'undefined' && value instanceof FileSystemFileHandle

/**
 * The files of a drop, in order. Must be called before the drop event's handler first waits for anything, which is when
 * the browser takes the drop's items back.
 */
export function droppedFiles(transfer: DataTransfer): Promise<GivenFile[]> {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  const given = items.map(async (item): Promise<GivenFile | null> => {
    const file = item.getAsFile()
    const asked = call(item, 'getAsFileSystemHandle')?.catch(() => null)
    const handle = await (asked ?? null)
    return file === null ? null : { file, handle: isFileHandle(handle) ? handle : null }
  })
  return Promise.all(given).then((files) => files.filter((file) => file !== null))
}

/** What the system hands over when it starts the installed app with files. */
interface LaunchParams {
  readonly files?: readonly FileSystemHandle[]
}

/** Calls `take` with the files with which the installed app was started, now or later. Never where the browser does not hand them over. */
export function onLaunch(take: (given: Promise<GivenFile[]>) => void): void {
  const queue: unknown = Reflect.get(globalThis, 'launchQueue')
  if (typeof queue !== 'object' || queue === null) return
  const consume = ({ files = [] }: LaunchParams) => {
    const handles = files.filter(isFileHandle)
    if (handles.length > 0) take(Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle }))))
  }
  void call(queue, 'setConsumer', consume)
}

/** Whether `chooseFile` works here; where it does not, a file input does, without a handle. */
export const canChooseFile = (): boolean => typeof Reflect.get(globalThis, 'showOpenFilePicker') === 'function'

/** Lets the user choose one file. Null when the choice was closed. Needs a user gesture. */
export async function chooseFile(): Promise<GivenFile | null> {
  try {
    const chosen = await call(globalThis, 'showOpenFilePicker', { id: 'pickup', multiple: false })
    const handle: unknown = Array.isArray(chosen) ? chosen[0] : null
    return isFileHandle(handle) ? { file: await handle.getFile(), handle } : null
  } catch (error) {
    if (isAbort(error)) return null
    throw error
  }
}

/** Whether a file may be read now (`granted`), after asking the user (`prompt`), or not (`denied`). */
export type ReadPermission = 'granted' | 'prompt' | 'denied'

const permissionOf = (answer: unknown): ReadPermission =>
  answer === 'prompt' || answer === 'denied' ? answer : 'granted'

/** Whether the file of `handle` may be read. A browser that knows no permissions grants it. */
export async function readPermission(handle: FileSystemFileHandle): Promise<ReadPermission> {
  return permissionOf(await call(handle, 'queryPermission', { mode: 'read' }))
}

/** Asks the user whether the file of `handle` may be read. Needs a user gesture. */
export async function askToRead(handle: FileSystemFileHandle): Promise<ReadPermission> {
  return permissionOf(await call(handle, 'requestPermission', { mode: 'read' }))
}
