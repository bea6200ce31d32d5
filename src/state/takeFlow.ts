import type { FixId, TakeId } from '../base/ids'
import { takeName } from '../edit/fix'
import { dropTake, findFix, nameTake, setText } from '../edit/project'
import type { App } from './app'
import { changeFix } from './fixFlow'

export { isSilence, takeName } from '../edit/fix'
export { longestName } from '../edit/project'

/** Gives a take a name of its own, or with an empty one its number back. */
export async function renameTake(app: App, id: FixId, take: TakeId, name: string): Promise<void> {
  const fix = app.store.document()?.history.present.fixes.find((candidate) => candidate.id === id)
  if (!fix || name.trim() === takeName(fix, take)) return
  const label = name.trim() === '' ? 'Name removed' : `Take named “${name.trim()}”`
  await changeFix(app, label, id, (project) =>
    findFix(project, id)?.takes.includes(take) ? nameTake(project, id, take, name) : project,
  )
}

/** Takes a take away from a fix that has others; undo brings it back. When it was in place, its neighbour is then. */
export async function removeTake(app: App, id: FixId, take: TakeId): Promise<void> {
  const document = app.store.document()
  const fix = document?.history.present.fixes.find((candidate) => candidate.id === id)
  if (!document || !fix || fix.takes.length < 2) return
  await changeFix(app, `${takeName(fix, take)} removed`, id, (project) => {
    const before = findFix(project, id)
    if (!before?.takes.includes(take) || before.takes.length < 2) return project
    const without = dropTake(project, id, take)
    const chosen = findFix(without, id)?.chosen
    const says = chosen === before.chosen ? null : chosen && document.takes.get(chosen)?.text
    return says ? setText(without, id, says) : without
  })
}
