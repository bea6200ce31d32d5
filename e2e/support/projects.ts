import { expect, type Locator, type Page } from '@playwright/test'
import type { EditorPage } from './editor'

/** What the page says was decided: a reopened project must say the same. */
export interface Decided {
  readonly fixes: readonly string[]
  /** What undo would take back, as its button says. */
  readonly undo: string
  readonly redo: string
}

/** Every fix as the list shows it, and the next steps back and forward. */
export async function decidedIn(editor: EditorPage): Promise<Decided> {
  return {
    fixes: await editor.fixes.allInnerTexts(),
    undo: (await editor.button('Undo').getAttribute('aria-description')) ?? '',
    redo: (await editor.button('Redo').getAttribute('aria-description')) ?? '',
  }
}

/** The projects of the start page. */
export function projectsOf(page: Page): Locator {
  return page.getByRole('list', { name: 'Projects' }).getByRole('listitem')
}

/** Goes on with a project of the start page and waits until it is as it was left. */
export async function goOnWith(page: Page, name: string): Promise<void> {
  await projectsOf(page).filter({ hasText: name }).getByRole('button').first().click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await asItWasLeft(page)
}

/** Waits until a project that was opened again is as it was left. */
export async function asItWasLeft(page: Page): Promise<void> {
  await expect(page.getByRole('status')).toHaveText(/^Going on with|pauses? found\.$/)
}

/** Waits until the recording is copied into the browser. */
export async function copied(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar', { name: 'Copying the recording' })).toHaveCount(0)
}

/** Goes back to the start page. */
export async function closed(editor: EditorPage): Promise<void> {
  await editor.button('All recordings').click()
  await expect(editor.page.getByRole('heading', { name: 'Fix a flubbed line' })).toBeVisible()
}

/** Every file that the page keeps in the browser, by its path, with its size. */
export function keptFiles(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const files: Record<string, number> = {}
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, handle] of folder.entries()) {
        if (handle instanceof FileSystemDirectoryHandle) await walk(handle, `${path}${name}/`)
        else if (handle instanceof FileSystemFileHandle) files[path + name] = (await handle.getFile()).size
      }
    }
    await walk(await navigator.storage.getDirectory(), '')
    return files
  })
}
