import { type RefObject, useEffect } from 'react'

/** Scrolls the panel around a list, and nothing else, so that the current row can be seen whenever `key` changes; not for an empty key. */
export function useShownRow(list: RefObject<HTMLElement | null>, key: string): void {
  useEffect(() => {
    const row = key === '' ? null : (list.current?.querySelector('[aria-current="true"]') ?? list.current)
    const panel = row?.closest('section')
    if (!row || !panel) return
    const [shown, around] = [row.getBoundingClientRect(), panel.getBoundingClientRect()]
    if (shown.bottom > around.bottom) panel.scrollTop += shown.bottom - around.bottom + 8
    else if (shown.top < around.top) panel.scrollTop -= around.top - shown.top + 8
  }, [list, key])
}
