import type { FixId } from '../base/ids'
import { Scope } from '../base/scope'
import { findFix } from '../edit/project'
import type { Seam } from '../infill/report'
import type { SeamCanvas } from '../player/seamCanvas'
import type { App } from './app'
import type { AppState, OpenDocument } from './document'
import { seamHeard } from './playbackFlow'
import { seamMarks, seamSource } from './seams'

/** Keeps a close-up of one seam of a fix in step with the store, until the returned scope is disposed. */
export function linkSeam(app: App, view: SeamCanvas, fix: FixId, seam: Seam): Scope {
  const scope = new Scope()
  let drawn = openIn(app.store.get())
  draw(app, view, fix, seam)
  scope.add(
    app.store.api.subscribe((state) => {
      const document = openIn(state)
      if (document?.timeline !== drawn?.timeline || document?.inserts !== drawn?.inserts) draw(app, view, fix, seam)
      drawn = document
      const loop = seamHeard(app)
      const isHeard = loop !== null && loop.fix === fix && loop.seam === seam
      view.setPlayhead(isHeard && app.playback ? app.playback.heard() - loop.at : null)
    }),
  )
  return scope
}

function openIn({ session }: AppState): OpenDocument | null {
  return session.kind === 'open' ? session.document : null
}

function draw(app: App, view: SeamCanvas, id: FixId, seam: Seam): void {
  const { workspace, store } = app
  const document = store.document()
  const fix = document && findFix(document.history.present, id)
  const report = document?.inserts.get(id)?.report
  if (!workspace || !document || !fix || !report) return
  const says = (fix.chosen === null ? undefined : document.takes.get(fix.chosen)?.text) ?? fix.text
  view.show(seamSource(workspace, document, fix, seam), seamMarks(report, seam, document.recording.format.rate, says))
}
