/** The keys held down as one word: `Mod+Shift+z`, `?`, `Space`. `Mod` is Ctrl or Cmd. */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  const named = key.length > 1 || /[a-z]/.test(key)
  const mods = [(event.ctrlKey || event.metaKey) && 'Mod', event.altKey && 'Alt', event.shiftKey && named && 'Shift']
  return [...mods.filter((mod) => mod !== false), key].join('+')
}
