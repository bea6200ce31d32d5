/** What a take says, in words: what it was asked to say, or that nobody wrote down what it says. */
export function spokenWords(text: string): string {
  return text.trim() === '' ? 'a recorded line' : `“${text}”`
}
