import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page } from '@playwright/test'

/** A file to be chosen or dropped. */
export interface TestFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A span in seconds. */
export interface Seconds {
  readonly start: number
  readonly end: number
}

/** The page as an editor sees it: everything by role and name. */
export class EditorPage {
  readonly text: Locator
  readonly generate: Locator
  readonly status: Locator
  readonly alert: Locator
  readonly takes: Locator
  readonly fixes: Locator
  readonly waveform: Locator
  readonly start: Locator
  readonly end: Locator
  readonly snap: Locator
  readonly snapping: Locator
  readonly join: Locator
  readonly playhead: Locator
  readonly hearOriginal: Locator
  /** What is odd about the file that is open. */
  readonly notes: Locator

  constructor(readonly page: Page) {
    this.text = page.getByRole('textbox', { name: 'Replacement text' })
    this.generate = this.button('Generate')
    this.status = page.getByRole('status')
    this.alert = page.getByRole('alert')
    this.takes = page.getByRole('list', { name: 'Takes' }).getByRole('listitem')
    this.fixes = page.getByRole('list', { name: 'Fixes' }).getByRole('listitem')
    this.waveform = page.getByRole('group', { name: 'Waveform' })
    this.start = page.getByRole('textbox', { name: 'Selection start' })
    this.end = page.getByRole('textbox', { name: 'Selection end' })
    this.snap = page.getByRole('checkbox', { name: 'Snap to pauses' })
    this.snapping = page.getByLabel('Snapping')
    this.join = page.getByLabel('Join', { exact: true })
    this.playhead = page.getByRole('timer', { name: 'Playhead' })
    this.hearOriginal = page.getByRole('switch', { name: 'Hear original' })
    this.notes = page.getByRole('list', { name: 'About this file' }).getByRole('listitem')
  }

  /** Opens the page. Files go through the input and downloads, since a headless browser has no picker that could answer. */
  static async visit(page: Page): Promise<EditorPage> {
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'showOpenFilePicker')
      Reflect.deleteProperty(globalThis, 'showSaveFilePicker')
    })
    await page.goto('/')
    return new EditorPage(page)
  }

  /** A button by its whole name. */
  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Chooses a file through the input. */
  async choose({ name, bytes }: TestFile): Promise<void> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    await this.page.getByLabel('Open recording').setInputFiles({ name, mimeType: 'audio/wav', buffer })
  }

  /** Opens a recording and has its flub said anew. */
  async correct(recording: TestFile & { readonly flub: Seconds }, text: string): Promise<void> {
    await this.open(recording)
    await this.select(recording.flub)
    await this.say(text)
  }

  /** Drops files on the middle of the page, all at once. */
  async drop(...files: readonly TestFile[]): Promise<void> {
    const encoded = files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('base64')] as const)
    const transfer = await this.page.evaluateHandle((files) => {
      const transfer = new DataTransfer()
      for (const [name, encoded] of files) {
        const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type: 'audio/wav' }))
      }
      return transfer
    }, encoded)
    const target = this.page.getByRole('main')
    await target.dispatchEvent('dragenter', { dataTransfer: transfer })
    await target.dispatchEvent('dragover', { dataTransfer: transfer })
    await target.dispatchEvent('drop', { dataTransfer: transfer })
  }

  /** Chooses a file and waits until its pauses are known. */
  async open(file: TestFile): Promise<void> {
    await this.choose(file)
    await this.pausesFound()
  }

  async pausesFound(): Promise<void> {
    await expect(this.status).toHaveText(/pauses? found/)
    await expect(this.waveform).toBeVisible()
  }

  /** Selects a span by typing its times in seconds. */
  async select({ start, end }: Seconds): Promise<void> {
    await this.end.fill(end.toFixed(3))
    await this.end.press('Enter')
    await this.start.fill(start.toFixed(3))
    await this.start.press('Enter')
  }

  /** Drags over a span on the waveform, which shows `length` seconds. */
  async drag({ start, end }: Seconds, length: number): Promise<void> {
    const { mouse } = this.page
    const from = await this.placeOf(start, length)
    const to = await this.placeOf(end, length)
    await mouse.move(from.x, from.y)
    await mouse.down()
    await mouse.move((from.x + to.x) / 2, to.y)
    await mouse.move(to.x, to.y)
    await mouse.up()
  }

  /** Clicks at a time on the waveform, which shows `length` seconds. */
  async clickAt(seconds: number, length: number): Promise<void> {
    const { x, y } = await this.placeOf(seconds, length)
    await this.page.mouse.click(x, y)
  }

  /** The selection as its two fields show it. */
  async selection(): Promise<Seconds> {
    return { start: secondsIn(await this.start.inputValue()), end: secondsIn(await this.end.inputValue()) }
  }

  /** Where the playhead is, in seconds. */
  async position(): Promise<number> {
    return secondsIn(await this.playhead.innerText())
  }

  /** Types the line, asks for a take, which is the `number`th of its fix, and waits until it is in place. */
  async say(text: string, number = 1): Promise<void> {
    await this.text.fill(text)
    await this.generate.click()
    await expect(this.status).toHaveText(`Take ${number} is in place.`)
  }

  /** Exports and gives the file. */
  async exported(press: () => Promise<void> = () => this.button('Export').click()): Promise<TestFile> {
    const waiting = this.page.waitForEvent('download')
    await press()
    const download = await waiting
    return { name: download.suggestedFilename(), bytes: new Uint8Array(await readFile(await download.path())) }
  }

  /** A file as the browser itself decodes it, at the rate it has; an independent reader of what was exported. */
  async decoded({ bytes }: TestFile, rate: number): Promise<Float32Array[]> {
    const channels = await this.page.evaluate(
      async ([encoded, rate]) => {
        const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
        const audio = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes.buffer)
        return Array.from({ length: audio.numberOfChannels }, (_, channel) => {
          const samples = new Uint8Array(audio.getChannelData(channel).buffer)
          let text = ''
          for (let at = 0; at < samples.length; at += 8192) {
            text += String.fromCharCode(...samples.subarray(at, at + 8192))
          }
          return btoa(text)
        })
      },
      [Buffer.from(bytes).toString('base64'), rate] as const,
    )
    return channels.map((encoded) => new Float32Array(new Uint8Array(Buffer.from(encoded, 'base64')).buffer))
  }

  private async placeOf(seconds: number, length: number): Promise<{ x: number; y: number }> {
    const box = await this.waveform.boundingBox()
    if (!box) throw new Error('the waveform is not shown')
    return { x: box.x + (seconds / length) * box.width, y: box.y + box.height / 2 }
  }
}

/** Reads `h:mm:ss.mmm`. */
function secondsIn(timecode: string): number {
  const [hours = Number.NaN, minutes = Number.NaN, seconds = Number.NaN] = timecode.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}
