import type { FixId, TakeId } from '../base/ids'
import { type Fix, takeName } from '../edit/fix'
import { findFix } from '../edit/project'
import type { App } from './app'
import type { BlindTest, OpenDocument } from './document'
import { fixAtHand, switchTake } from './fixFlow'
import { whileOpen } from './lasting'
import { endMedley } from './playbackFlow'

/** A number from 0 to below 1, from the browser's own store of chance. */
const chance = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32

/** The items in another order, each order as likely as any other (Fisher and Yates). `random` gives numbers in [0, 1). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [item] = order.splice(other, 1, ...order.slice(last, last + 1))
    if (item !== undefined) order[last] = item
  }
  return order
}

/** Begins to compare the takes of the fix at hand without their names: as A, B, C … in an order of chance. */
export function compareBlind(app: App): void {
  const document = app.store.document()
  const fix = fixAtHand(app)
  const takes = fix?.takes.filter((take) => document?.takes.has(take)) ?? []
  if (!document || !fix || takes.length < 2) {
    app.store.tell('Comparing needs two takes or more.')
    return
  }
  endMedley(app)
  const order = shuffled(takes, chance)
  app.store.edit(() => ({ blind: { fix: fix.id, order, heard: null, picked: null } }))
  app.store.tell(
    `Comparing ${takes.length} takes without their names. Play each one, then pick the one you like best.`,
    whileOpen(document, (shown) => openTest(shown) !== null),
  )
}

/** The comparison of the fix at hand, over or not, or null. */
export function blindTest({ blind, editing }: OpenDocument): BlindTest | null {
  return blind && blind.fix === editing ? blind : null
}

/** The comparison of the fix at hand while nothing is picked, or null. */
export function openTest(document: OpenDocument): BlindTest | null {
  const test = blindTest(document)
  return test?.picked === null ? test : null
}

/** What a take is called in a comparison: A, B, C … */
export function letterOf({ order }: BlindTest, take: TakeId): string {
  return String.fromCharCode('A'.charCodeAt(0) + order.indexOf(take))
}

/** Picks a take of the comparison: it is put in place, and all names are told. */
export async function pickBlind(app: App, take: TakeId): Promise<void> {
  const document = app.store.document()
  const test = document && openTest(document)
  const fix = document && test && findFix(document.history.present, test.fix)
  if (!test || !fix) return
  endMedley(app)
  if (!document.readOnly && !(await putInPlace(app, document.opening, fix.id, take))) return
  app.store.edit(() => ({ blind: { ...test, heard: take, picked: take } }))
  const others = test.order.filter((other) => other !== take)
  const told = others.map((other) => `${letterOf(test, other)} was ${takeName(fix, other)}`).join(', ')
  const inPlace = isInPlace(app.store.document(), fix.id, take)
  app.store.tell(
    `${pickedWords(test, fix, take, inPlace)} ${told}.`,
    whileOpen(document, (shown) => shown.blind !== null && isInPlace(shown, fix.id, take) === inPlace),
  )
}

/** Whether a take is the one that is chosen for its fix. */
function isInPlace(document: OpenDocument | null, id: FixId, take: TakeId): boolean {
  return document !== null && findFix(document.history.present, id)?.chosen === take
}

/** What the comparison of the fix at hand came to, in a sentence; null while it is not over, and without one. */
export function wordsOfPick(document: OpenDocument): string | null {
  const test = blindTest(document)
  const fix = test && findFix(document.history.present, test.fix)
  return test?.picked && fix ? pickedWords(test, fix, test.picked, fix.chosen === test.picked) : null
}

function pickedWords(test: BlindTest, fix: Fix, take: TakeId, inPlace: boolean): string {
  const what = `You picked ${letterOf(test, take)}: it was ${takeName(fix, take)}`
  return inPlace ? `${what}, and it is in place now.` : `${what}.`
}

/** Chooses a take; gives whether it is in place, in the recording that is open still. */
async function putInPlace(app: App, opening: number, id: FixId, take: TakeId): Promise<boolean> {
  await switchTake(app, id, take)
  const document = app.store.document()
  return document?.opening === opening && isInPlace(document, id, take)
}

/** Ends a comparison: the takes are listed by their names again. */
export function endBlind(app: App): void {
  endMedley(app)
  app.store.edit(() => ({ blind: null }))
}
