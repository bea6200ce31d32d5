import type { Page } from '@playwright/test'
import { EditorPage, type TestFile } from './editor'

/**
 * A disk for pages whose dialogs nobody can answer: a folder of the origin's private files. What the open dialog and the
 * save dialog give are real handles to files in it, which can be stored, change and go like any others.
 */
export class Disk {
  private constructor(readonly page: Page) {}

  /** Opens the page with both dialogs answered by this disk. */
  static async visit(page: Page): Promise<{ readonly editor: EditorPage; readonly disk: Disk }> {
    await page.addInitScript(() => {
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the page, with what is inside alone
      const answer = async (key: string, create: boolean): Promise<FileSystemFileHandle> => {
        const root = await navigator.storage.getDirectory()
        const folder = await root.getDirectoryHandle('disk', { create: true })
        return folder.getFileHandle(sessionStorage.getItem(key) ?? '', { create })
      }
      const open = () => answer('opened', false).then((handle) => [handle])
      const save = ({ suggestedName }: { suggestedName: string }) => {
        sessionStorage.setItem('saved', suggestedName)
        return answer('saved', true)
      }
      Object.assign(globalThis, { showOpenFilePicker: open, showSaveFilePicker: save })
    })
    await page.goto('/')
    return { editor: new EditorPage(page), disk: new Disk(page) }
  }

  /** Writes a file, over the one of that name if there is one. */
  async put({ name, bytes }: TestFile): Promise<void> {
    await this.page.evaluate(
      async ([name, encoded]) => {
        const root = await navigator.storage.getDirectory()
        const folder = await root.getDirectoryHandle('disk', { create: true })
        const file = await (await folder.getFileHandle(name, { create: true })).createWritable()
        await file.write(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)))
        await file.close()
      },
      [name, Buffer.from(bytes).toString('base64')] as const,
    )
  }

  async remove(name: string): Promise<void> {
    await this.page.evaluate(async (name) => {
      const root = await navigator.storage.getDirectory()
      await (await root.getDirectoryHandle('disk')).removeEntry(name)
    }, name)
  }

  /** The bytes of a file, or null when there is none. */
  async read(name: string): Promise<Uint8Array | null> {
    const encoded = await this.page.evaluate(async (name) => {
      try {
        const root = await navigator.storage.getDirectory()
        const handle = await (await root.getDirectoryHandle('disk')).getFileHandle(name)
        const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer())
        let text = ''
        for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
        return btoa(text)
      } catch {
        return null
      }
    }, name)
    return encoded === null ? null : new Uint8Array(Buffer.from(encoded, 'base64'))
  }

  /** Chooses a file of the disk in the open dialog. */
  async choose(name: string): Promise<void> {
    await this.page.evaluate((name) => sessionStorage.setItem('opened', name), name)
    await this.page.getByLabel('Open recording').click()
  }
}
