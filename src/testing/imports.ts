/** One import of a file, whichever form it has. */
export interface Import {
  /** As written, without a query: `../base/assert`, `node:fs`, `react/jsx-runtime`. */
  readonly from: string
  /** Whether only types come of it, so that nothing of the module runs. */
  readonly typeOnly: boolean
}

const statement =
  /^\s*(?:import|export)\s+(?:(type\s+)?((?:[\w$]+\s*,?\s*)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})?)\s*from\s*)?['"]([^'"\n]+)['"]/gm
const dynamic = /\bimport\(\s*['"]([^'"\n]+)['"]/g
const address = /\bnew URL\(\s*['"](\.[^'"\n]+\.tsx?)['"]\s*,\s*import\.meta\.url/g

/** Every import, re-export, `import()` and worker address in a TypeScript file, in no particular order. */
export function importsOf(source: string): Import[] {
  const code = withoutComments(source)
  const found: Import[] = []
  for (const [, type, clause = '', from = ''] of code.matchAll(statement)) {
    found.push({ from: withoutQuery(from), typeOnly: type !== undefined || bringsOnlyTypes(clause) })
  }
  for (const pattern of [dynamic, address]) {
    for (const [, from = ''] of code.matchAll(pattern)) found.push({ from: withoutQuery(from), typeOnly: false })
  }
  return found
}

/** The code of a TypeScript file without its comments. A comment right after other characters may stay. */
export function withoutComments(source: string): string {
  return source.replaceAll(/(^|\s|\{)\/\*[\s\S]*?\*\//g, '$1').replaceAll(/(^|\s)\/\/.*$/gm, '$1')
}

/** `{ type A, type B }`, and nothing else. */
function bringsOnlyTypes(clause: string): boolean {
  const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1]?.split(',') ?? []
  const given = names.map((name) => name.trim()).filter((name) => name !== '')
  return given.length > 0 && given.every((name) => name.startsWith('type '))
}

const withoutQuery = (from: string): string => from.split('?')[0] ?? from
