import { execFile } from 'node:child_process'

const encoder = 'ffmpeg'
const longestMs = 120_000

/**
 * Makes an MP3 of a recording beside it, at 128 kbit/s and as fast as the encoder goes.
 *
 * @param {import('./teardown.mjs').Teardown} teardown
 * @param {import('./recordings.mjs').Recording} recording
 * @returns {Promise<{ readonly path: string } | { readonly missing: string }>} `missing` says in words why there is none
 */
export function makeMp3(teardown, { path }) {
  const mp3 = path.replace(/\.wav$/, '.mp3')
  const encoding = ['-c:a', 'libmp3lame', '-b:a', '128k', '-compression_level', '9']
  const args = ['-nostdin', '-v', 'error', '-y', '-i', path, ...encoding, mp3]
  return new Promise((resolve) => {
    const running = execFile(encoder, args, { timeout: longestMs, killSignal: 'SIGKILL' }, (error) => {
      if (!error) resolve({ path: mp3 })
      else if (error.code === 'ENOENT') resolve({ missing: `${encoder} is not on the PATH` })
      else resolve({ missing: `${encoder} failed or took too long (${error.message.trim().split('\n').at(-1)})` })
    })
    teardown.add(() => running.kill('SIGKILL'))
  })
}
