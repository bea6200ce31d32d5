/**
 * Text in columns: the first column to the left, the others to the right, all as wide as they must be.
 *
 * @param {readonly string[]} titles
 * @param {readonly (readonly string[])[]} rows
 */
export function table(titles, rows) {
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd()
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 3, -3))
  return [line(titles), rule, ...rows.map(line)].join('\n')
}
