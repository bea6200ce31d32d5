import { expect } from '@playwright/test'
import type { EditorPage } from './editor'
import { type Decided, decidedIn } from './projects'
import type { SpokenRecording } from './recordings'

interface KnownStep {
  readonly label: string
  readonly fixes: readonly string[]
}

/** What the page has said so far was decided: the slow and obvious model of its history. */
export interface Known {
  readonly past: readonly KnownStep[]
  readonly fixes: readonly string[]
  readonly future: readonly KnownStep[]
}

/** A project about which nothing was decided. */
export const nothingKnown: Known = { past: [], fixes: [], future: [] }

/** What a page must show that knows all of `known` and no more. */
export function expected({ past, fixes, future }: Known): Decided {
  const [back, ahead] = [past.at(-1), future.at(-1)]
  return {
    fixes,
    undo: back === undefined ? 'Nothing to undo' : `Undo: ${back.label} (Ctrl/Cmd Z)`,
    redo: ahead === undefined ? 'Nothing to redo' : `Redo: ${ahead.label} (Ctrl/Cmd Shift Z)`,
  }
}

/** One thing that an editor does. */
export interface Act {
  readonly name: string
  /** Presses what starts it. */
  readonly press: () => Promise<void>
  /** What is known once a page shows `decided`; null when that does not come of this act. */
  readonly after: (decided: Decided) => Known | null
}

/** Whether two pages show the same. */
export const same = (a: Decided, b: Decided): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What the page shows, read until it holds still. */
export async function shown(editor: EditorPage): Promise<Decided> {
  for (let last = await decidedIn(editor); ; ) {
    const decided = await decidedIn(editor)
    if (same(decided, last)) return decided
    last = decided
  }
}

/** Does an act and waits until the page acknowledges it. Gives what is known then. */
export async function done(editor: EditorPage, known: Known, act: Act): Promise<Known> {
  const before = expected(known)
  await act.press()
  let after: Known | null = null
  await expect
    .poll(
      async () => {
        const decided = await shown(editor)
        after = same(decided, before) ? null : act.after(decided)
        return after !== null
      },
      { message: `${act.name} is acknowledged`, intervals: [20], timeout: 20_000 },
    )
    .toBe(true)
  return after ?? known
}

export const undoing = (editor: EditorPage, { past, fixes, future }: Known): Act => {
  const step = past.at(-1)
  const back = step && { past: past.slice(0, -1), fixes: step.fixes, future: [...future, { label: step.label, fixes }] }
  return {
    name: `undo ${step?.label}`,
    press: () => editor.button('Undo').click(),
    after: (decided) => (back && same(decided, expected(back)) ? back : null),
  }
}

export const redoing = (editor: EditorPage, { past, fixes, future }: Known): Act => {
  const step = future.at(-1)
  const ahead = step && {
    past: [...past, { label: step.label, fixes }],
    fixes: step.fixes,
    future: future.slice(0, -1),
  }
  return {
    name: `redo ${step?.label}`,
    press: () => editor.button('Redo').click(),
    after: (decided) => (ahead && same(decided, expected(ahead)) ? ahead : null),
  }
}

/** An act that makes a step of its own, whose label begins with `label`. */
function stepping(known: Known, label: string, press: () => Promise<void>): Act {
  return {
    name: label,
    press,
    after: ({ fixes, undo, redo }) => {
      const [, given] = /^Undo: (.*) \(Ctrl\/Cmd Z\)$/.exec(undo) ?? []
      if (given === undefined || !given.includes(label) || redo !== 'Nothing to redo') return null
      return { past: [...known.past, { label: given, fixes: known.fixes }], fixes, future: [] }
    },
  }
}

/** What the seed makes of a moment: some act that is possible now. `count` differs for each. */
export function nextAct(
  editor: EditorPage,
  known: Known,
  recording: SpokenRecording,
  random: () => number,
  count: number,
): Act {
  const { fixes, past, future } = known
  const acts: Act[] = [saying(editor, known, recording, `Line ${count}.`)]
  const start = recording.flub.end + 0.5 + random() * (recording.seconds - recording.flub.end - 3)
  if (!isCutAlready(known, start)) acts.push(cutting(editor, known, start))
  if (past.length > 0) acts.push(undoing(editor, known))
  if (future.length > 0) acts.push(redoing(editor, known), redoing(editor, known))
  const at = Math.floor(random() * fixes.length)
  const fix = fixes[at]
  if (fix !== undefined) {
    const on = !/\bon\b\s*$/.test(fix)
    const toggle = editor.page.getByRole('switch', { name: `Fix ${at + 1} on` })
    acts.push(stepping(known, `Fix ${at + 1} ${on ? 'on' : 'off'}`, () => toggle.click()))
  }
  const several = fixes.findIndex((text) => /\btake [2-9]/.test(text))
  if (several >= 0) {
    acts.push(
      stepping(known, 'Take 1 of', async () => {
        await editor.button(`Edit fix ${several + 1}`).click()
        await editor.button('Hear take 1 in place').click()
      }),
    )
  }
  return acts[Math.floor(random() * acts.length)] ?? undoing(editor, known)
}

/** Cutting within what a cut left is nothing new. What it left is shorter than a second. */
function isCutAlready({ fixes }: Known, start: number): boolean {
  return fixes.some((fix) => {
    const [, seconds] = /0:00:(\d+\.\d+)[^]*\bcut\b/.exec(fix) ?? []
    return seconds !== undefined && start > Number(seconds) - 0.2 && start < Number(seconds) + 1
  })
}

function cutting(editor: EditorPage, known: Known, start: number): Act {
  return stepping(known, 'Cut', async () => {
    await editor.select({ start, end: start + 0.1 })
    await editor.button('Cut it').click()
  })
}

function saying(editor: EditorPage, known: Known, { flub }: SpokenRecording, text: string): Act {
  const spoken = known.fixes.findIndex((fix) => /\btake \d/.test(fix))
  return stepping(known, text, async () => {
    if (spoken >= 0) await editor.button(`Edit fix ${spoken + 1}`).click()
    else await editor.select(flub)
    await editor.text.fill(text)
    await editor.generate.click()
  })
}
