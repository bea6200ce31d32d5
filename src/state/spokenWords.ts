/** What a take says, in words: what it was asked to say, or that nobody wrote down what it says. */
export function spokenWords(text: string): string {
  return text.trim() === '' ? 'a recorded line' : `“${text}”`
}

/** Characters of a line that is told in a message. */
const most = 80

/** The same for a message: of a long line, how it begins. */
export function spokenBriefly(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  if (line.length <= most) return spokenWords(text)
  const start = line.slice(0, most)
  const end = start.lastIndexOf(' ')
  return `“${start.slice(0, end > most / 2 ? end : most)} …”`
}
