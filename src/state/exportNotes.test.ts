import { expect, it } from 'vitest'
import { readMarkers } from '../audio/markers'
import { must } from '../base/assert'
import { inWorld } from '../testing/page/world'
import { ascii, chunk, formatChunk, joinBytes, riff, u32 } from '../testing/wav'
import type { ExportChoice } from './exportFlow'
import { exportNotes } from './exportNotes'
import { openFile } from './openFlow'

const tags = chunk('LIST', joinBytes(ascii('INFO'), chunk('INAM', ascii('Episode\0'))))
const cue = chunk('cue ', joinBytes(u32(1), u32(1), u32(40), ascii('data'), u32(0), u32(0), u32(40)))
const wav = riff([formatChunk(), chunk('data', new Uint8Array(2 * 48_000)), tags, cue])

it('an export in another format says what it leaves behind', () =>
  inWorld(1, async (world) => {
    const page = must(world.pages[0], 'a page')
    page.begin('open', () => openFile(page.app, new File([new Uint8Array(wav)], 'marked.wav')))
    await world.settle()
    const workspace = must(page.app.workspace, 'a recording')
    const project = must(page.app.store.document(), 'a document').history.present
    const metadata = { moved: 0, atSeam: [], unread: [], dropped: [] }
    const markers = await readMarkers(workspace.source, workspace.layout)
    const said = (choice: ExportChoice) => exportNotes(workspace, project, choice, { metadata, markers })
    expect(await said({ format: 'source' })).toBe('')
    expect(await said({ format: 'flac' })).toBe(' Without a marker: only an export as recorded keeps those.')
    expect(await said({ format: 'wav16' })).toBe(' Without a marker and tags: only an export as recorded keeps those.')
  }))
