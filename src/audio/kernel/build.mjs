// Makes kernelBinary.ts of kernel.as: `node src/audio/kernel/build.mjs`. With --print it goes to the output instead.
import { readFileSync, writeFileSync } from 'node:fs'
import { main } from 'assemblyscript/asc'

const folder = new URL('./', import.meta.url)
const options = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--initialMemory',
  '40',
  '--enable',
  'simd',
  '--use',
  'abort=',
]

let binary = Buffer.alloc(0)
const { error } = await main(['kernel.ts', ...options, '--outFile', 'kernel.wasm'], {
  stderr: process.stderr,
  readFile: (name) => (name === 'kernel.ts' ? readFileSync(new URL('kernel.as', folder), 'utf8') : null),
  writeFile: (_name, contents) => {
    binary = Buffer.from(contents)
  },
  listFiles: () => [],
})
if (error) process.exit(1)

const lines = binary
  .toString('base64')
  .match(/.{1,110}/g)
  .map((line) => `  '${line}',`)
const text = `// Made of kernel.as by build.mjs. Do not edit.

/** The kernel as a WebAssembly module, in base64. */
export const kernelBinary = [
${lines.join('\n')}
].join('')
`
if (process.argv.includes('--print')) process.stdout.write(text)
else writeFileSync(new URL('kernelBinary.ts', folder), text)
