import type { App } from './app'

/** A question that the page puts to the user before it goes on. */
export interface Question {
  readonly title: string
  readonly text: string
  /** What the button for yes says. */
  readonly yes: string
  answer(yes: boolean): void
}

interface Asking extends Omit<Question, 'answer'> {
  /** Takes the question away; it then counts as answered no. */
  readonly signal?: AbortSignal
}

/** Puts a question and waits for the answer. One at a time: a new question takes the place of the old, which is answered no. */
export function ask(app: App, { signal, ...question }: Asking): Promise<boolean> {
  app.store.get().question?.answer(false)
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      if (app.store.get().question === asked) app.store.patch({ question: null })
      resolve(yes)
    }
    const asked: Question = { ...question, answer }
    app.store.patch({ question: asked })
    signal?.addEventListener('abort', () => answer(false), { once: true })
  })
}
