/** A program that ended through `proc_exit`. */
class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`)
  }
}

/** What a program left behind. */
export interface ProgramResult {
  /** 0 is success. */
  readonly code: number
  readonly stdout: string
  /** The files it wrote, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Numbers of WASI preview 1 (`errno`, `filetype`, `oflags`, `whence`), as its specification counts them. */
const errno = { success: 0, badDescriptor: 8, invalid: 28, noEntry: 44, notSeekable: 70 } as const
const filetype = { characterDevice: 2, directory: 3, regularFile: 4 } as const
const create = 1
const whence = { set: 0, current: 1, end: 2 } as const

const stdoutFd = 1
const rootFd = 3
const allRights = 0xffff_ffff_ffff_ffffn

/** A file in memory, or one of the three standard streams, of which only what is written is kept. */
class Output {
  bytes = new Uint8Array(1 << 16)
  size = 0
  position = 0

  write(chunk: Uint8Array): void {
    const end = this.position + chunk.length
    if (end > this.bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.bytes.length * 2))
      grown.set(this.bytes.subarray(0, this.size))
      this.bytes = grown
    }
    this.bytes.set(chunk, this.position)
    this.position = end
    this.size = Math.max(this.size, end)
  }

  contents(): Uint8Array {
    return this.bytes.subarray(0, this.size)
  }
}

/**
 * Runs a command line program compiled to WASI preview 1, as far as a program needs it that takes arguments and writes
 * files: no input, no clock but a stopped one, no files but those it makes itself, in memory. So equal arguments give
 * equal results, and no argument reaches the disk. `args[0]` is the program's name. Throws what traps in the program.
 */
export function runProgram(module: WebAssembly.Module, args: readonly string[]): ProgramResult {
  const program = new Program(args)
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: program.imports() })
  const { memory, _start: start } = instance.exports
  if (!(memory instanceof WebAssembly.Memory) || typeof start !== 'function') throw new Error('not a WASI command')
  return program.run(memory, () => start())
}

class Program {
  readonly #args: readonly Uint8Array[]
  readonly #open = new Map<number, Output>([
    [0, new Output()],
    [stdoutFd, new Output()],
    [2, new Output()],
  ])
  readonly #stdout = this.#open.get(stdoutFd) ?? new Output()
  readonly #files = new Map<string, Output>()
  #memory = new WebAssembly.Memory({ initial: 0 })

  constructor(args: readonly string[]) {
    this.#args = args.map((arg) => new TextEncoder().encode(`${arg}\0`))
  }

  run(memory: WebAssembly.Memory, start: () => void): ProgramResult {
    this.#memory = memory
    let code = 0
    try {
      start()
    } catch (error) {
      if (!(error instanceof Exit)) throw error
      code = error.code
    }
    return {
      code,
      stdout: new TextDecoder().decode(this.#stdout.contents()),
      files: new Map([...this.#files].map(([name, file]) => [name, file.contents()])),
    }
  }

  imports(): WebAssembly.ModuleImports {
    return {
      args_sizes_get: (count: number, size: number) => {
        this.#u32(count, this.#args.length)
        this.#u32(
          size,
          this.#args.reduce((sum, arg) => sum + arg.length, 0),
        )
        return errno.success
      },
      args_get: (pointers: number, text: number) => {
        let at = text
        this.#args.forEach((arg, index) => {
          this.#u32(pointers + 4 * index, at)
          this.#bytes(at, arg.length).set(arg)
          at += arg.length
        })
        return errno.success
      },
      clock_time_get: (_clock: number, _precision: bigint, time: number) => this.#u64(time, 0n),
      proc_exit: (code: number) => {
        throw new Exit(code)
      },
      fd_prestat_get: (fd: number, prestat: number) => {
        if (fd !== rootFd) return errno.badDescriptor
        this.#u32(prestat, 0)
        return this.#u32(prestat + 4, 1)
      },
      fd_prestat_dir_name: (_fd: number, path: number, length: number) => {
        this.#bytes(path, length).fill('/'.charCodeAt(0))
        return errno.success
      },
      fd_fdstat_get: (fd: number, stat: number) => this.#fdstat(fd, stat),
      fd_fdstat_set_flags: () => errno.success,
      fd_read: (_fd: number, _buffers: number, _count: number, read: number) => this.#u32(read, 0),
      fd_write: (fd: number, buffers: number, count: number, written: number) =>
        this.#write(fd, buffers, count, written),
      fd_seek: (fd: number, offset: bigint, from: number, position: number) =>
        this.#seek(fd, Number(offset), from, position),
      fd_close: (fd: number) => (this.#open.delete(fd) ? errno.success : errno.badDescriptor),
      path_open: (...given: number[]) => this.#openFile(given),
    }
  }

  #fdstat(fd: number, stat: number): number {
    if (fd !== rootFd && !this.#open.has(fd)) return errno.badDescriptor
    const type = fd === rootFd ? filetype.directory : fd < rootFd ? filetype.characterDevice : filetype.regularFile
    this.#bytes(stat, 8).fill(0)
    this.#bytes(stat, 1)[0] = type
    this.#u64(stat + 8, allRights)
    return this.#u64(stat + 16, allRights)
  }

  #write(fd: number, buffers: number, count: number, written: number): number {
    const file = this.#open.get(fd)
    if (file === undefined) return errno.badDescriptor
    const view = new DataView(this.#memory.buffer)
    let total = 0
    for (let i = 0; i < count; i++) {
      const chunk = this.#bytes(view.getUint32(buffers + 8 * i, true), view.getUint32(buffers + 8 * i + 4, true))
      file.write(chunk)
      total += chunk.length
    }
    return this.#u32(written, total)
  }

  #seek(fd: number, offset: number, from: number, position: number): number {
    const file = this.#open.get(fd)
    if (file === undefined) return errno.badDescriptor
    if (fd < rootFd) return errno.notSeekable
    const base = from === whence.set ? 0 : from === whence.current ? file.position : file.size
    if (base + offset < 0) return errno.invalid
    file.position = base + offset
    return this.#u64(position, BigInt(file.position))
  }

  /** `path_open(dirfd, dirflags, path, length, oflags, rights, rights, fdflags, opened)`. Only new files can be opened. */
  #openFile([, , path = 0, length = 0, flags = 0, , , , opened = 0]: readonly number[]): number {
    if ((flags & create) === 0) return errno.noEntry
    const file = new Output()
    const fd = Math.max(rootFd, ...this.#open.keys()) + 1
    this.#open.set(fd, file)
    this.#files.set(new TextDecoder().decode(this.#bytes(path, length)), file)
    return this.#u32(opened, fd)
  }

  #bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, at, length)
  }

  #u32(at: number, value: number): number {
    new DataView(this.#memory.buffer).setUint32(at, value, true)
    return errno.success
  }

  #u64(at: number, value: bigint): number {
    new DataView(this.#memory.buffer).setBigUint64(at, value, true)
    return errno.success
  }
}
