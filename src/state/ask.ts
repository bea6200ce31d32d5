import type { App } from './app'

/** A question that the page puts to the user before it goes on. */
export interface Question {
  readonly title: string
  readonly text: string
  /** What the buttons say that go on, the likeliest first. */
  readonly choices: readonly string[]
  /** Whether going on lets go of something. */
  readonly loses?: true
  /** Takes the index of a choice; null leaves everything as it is. */
  answer(choice: number | null): void
}

interface Choosing extends Omit<Question, 'answer'> {
  /** Takes the question away; it then counts as answered with null. */
  readonly signal?: AbortSignal
}

interface Asking extends Omit<Choosing, 'choices'> {
  /** What the button for yes says. */
  readonly yes: string
}

/** Puts a question and waits for the answer. One at a time: a new question takes the place of the old, which is answered no. */
export async function ask(app: App, { yes, ...question }: Asking): Promise<boolean> {
  return (await choose(app, { ...question, choices: [yes] })) !== null
}

/** Puts a question with several ways on; gives the index of the one that was chosen, or null for none. One question at a time. */
export function choose(app: App, { signal, ...question }: Choosing): Promise<number | null> {
  app.store.get().question?.answer(null)
  return new Promise((resolve) => {
    const answer = (choice: number | null) => {
      if (app.store.get().question === asked) app.store.patch({ question: null })
      resolve(choice)
    }
    const asked: Question = { ...question, answer }
    app.store.patch({ question: asked })
    signal?.addEventListener('abort', () => answer(null), { once: true })
  })
}
