import type { App } from './app'
import { editFix } from './fixFlow'
import { heardAt } from './playbackFlow'
import { select, tellWhileSelected } from './selectionFlow'

/**
 * Puts an insertion point at the playhead: it moves into the nearest pause as an edge of a selection does. What is generated
 * then is heard there, and no word goes. Inside a fix there is no such point: that fix is selected instead.
 */
export function insertHere(app: App): void {
  const { store } = app
  const at = heardAt(app)
  select(app, at, at, 'snapping')
  const document = store.document()
  if (!document) return
  if (document.editing !== null) {
    const number = document.history.present.fixes.findIndex(({ id }) => id === document.editing) + 1
    editFix(app, document.editing)
    tellWhileSelected(
      app,
      `The playhead is inside fix ${number}, which is selected now. Move it out of the fix to insert something.`,
    )
    return
  }
  store.patch({ focusText: store.get().focusText + 1 })
}
