import { expect, it } from 'vitest'
import { importsOf } from './imports'

const found = (source: string): string[] =>
  importsOf(source)
    .map(({ from, typeOnly }) => (typeOnly ? `type ${from}` : from))
    .toSorted()

it('finds every form of import', () => {
  // Spelled in capitals so that no reader of this file takes them for its own.
  const source = `
    IMPORT a from 'a'
    IMPORT * as b from "b"
    IMPORT c, { d } from './c'
    IMPORT {
      type E,
      f,
    } from '../ef'
    IMPORT type { G } from 'g'
    IMPORT { type H, type I } from 'hi'
    IMPORT './theme.css'
    EXPORT { j } from './j'
    EXPORT * from './k'
    EXPORT type { L } from './l'
    const m = await IMPORT('m')
    const n: typeof IMPORT('n') = m
    new Worker(new URL('./o.worker.ts', IMPORT.meta.url))
    IMPORT p from './p?worker'
  `
    .replaceAll('IMPORT', 'import')
    .replaceAll('EXPORT', 'export')
  expect(found(source)).toEqual(
    [
      'a',
      'b',
      './c',
      '../ef',
      'type g',
      'type hi',
      './theme.css',
      './j',
      './k',
      'type ./l',
      'm',
      'n',
      './o.worker.ts',
      './p',
    ].toSorted(),
  )
})

it('finds none in comments and other strings', () => {
  const source = `
    // import a from 'a'
    /* import b from 'b' */
    /**
     * import c from 'c'
     */
    export const d = 'd'
    const accept = "audio/*"
    export function from() { return 'e' }
    // */
  `
  expect(found(source)).toEqual([])
})
