import { describe, expect, it } from 'vitest'
import { pcmFrames } from '../audio/pcm'
import { pyramidOf } from '../audio/peaks'
import { fixId, recordingId, takeId } from '../base/ids'
import { frames, recordingRange, sampleRate } from '../base/units'
import { newFix } from '../edit/fix'
import { addTake, applyFix, chooseTake, findFix, newProject, type Project } from '../edit/project'
import { goodReport } from '../testing/goodReport'
import type { RenderedInsert } from '../workers/runJoin'
import { Inserts } from './inserts'

const rate = sampleRate(8000)
const id = fixId('fix')

/** A project whose one fix has this take. */
function withTake(name: string): Project {
  const project = applyFix(newProject(recordingId('recording'), frames(8000)), newFix(id, recordingRange(0, 800), ''))
  return chooseTake(addTake(project, id, takeId(name)), id, takeId(name))
}

function insertOf(length: number): RenderedInsert {
  const pcm = { rate, channels: [new Float32Array(length)] }
  return { pcm, report: goodReport, pyramid: pyramidOf(pcm), pauses: [] }
}

/** Keeps an insert for the take `name` while `shown` is shown. */
function keep(inserts: Inserts, name: string, length: number, shown: Project): Project {
  const project = withTake(name)
  inserts.keep(fixIn(project), insertOf(length), [project, shown])
  return project
}

function fixIn(project: Project) {
  const fix = findFix(project, id)
  if (!fix) throw new Error('no fix')
  return fix
}

describe('Inserts', () => {
  it('lets the oldest go when there are too many, but none that the project on show needs', () => {
    const inserts = new Inserts(rate, 1000)
    const shown = withTake('shown')
    inserts.keep(fixIn(shown), insertOf(400), [shown])
    const others = ['a', 'b', 'c'].map((name) => keep(inserts, name, 300, shown))
    expect([shown, ...others].map((project) => inserts.lengths(project).get(id))).toEqual([400, undefined, 300, 300])
  })

  it('lets none go of a project that is held, until that is over', () => {
    const inserts = new Inserts(rate, 1000)
    const shown = withTake('shown')
    const coming = withTake('a')
    const release = inserts.hold(coming)
    inserts.keep(fixIn(coming), insertOf(600), [])
    keep(inserts, 'b', 900, shown)
    keep(inserts, 'c', 300, shown)
    const lengths = () => ['a', 'b', 'c'].map((name) => inserts.lengths(withTake(name)).get(id))
    expect(lengths()).toEqual([600, undefined, 300])
    release()
    keep(inserts, 'd', 900, shown)
    expect(lengths()).toEqual([undefined, undefined, undefined])
  })

  it('can be read to the end by who began to, whatever goes meanwhile', () => {
    const inserts = new Inserts(rate, 1000)
    const shown = withTake('shown')
    const readers = ['a', 'b', 'c', 'd'].map((name, i) => inserts.reader(keep(inserts, name, 600 + i, shown)))
    expect(inserts.lengths(withTake('a')).size).toBe(0)
    expect(readers.map((read) => pcmFrames(read(id)))).toEqual([600, 601, 602, 603])
    expect(() => inserts.reader(withTake('a'))(id)).toThrow('insert of fix')
  })
})
