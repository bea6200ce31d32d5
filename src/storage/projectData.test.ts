import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

import { mulberry32 } from '../base/random'
import { reachableTakes } from '../edit/history'
import { randomHistory, storedProject } from '../testing/storedProjects'
import { StorageError } from './errors'
import { currentVersion, migrations, upgrade } from './migrations'
import { projectFromData, projectToData } from './projectData'

const fixture = (version: number): unknown =>
  JSON.parse(readFileSync(new URL(`./fixtures/project-v${version}.json`, import.meta.url), 'utf8'))

describe('projectData', () => {
  it('gives back any project', () => {
    const { place: _place, ...project } = storedProject('project-1', randomHistory(mulberry32(1), 50))
    const data: unknown = JSON.parse(JSON.stringify(projectToData(project)))
    expect(projectFromData(data, 'This project')).toEqual(project)
  })

  it('never takes damaged data for a project', () => {
    const random = mulberry32(5)
    const good = JSON.stringify(projectToData(storedProject('project-1', randomHistory(random, 20))))
    const values: unknown[] = [null, -1, 0.5, 1e300, '', 'x', [], {}, true, '../../x', [[]], { version: 1 }]
    const refusals: unknown[] = []
    for (let i = 0; i < 2000; i++) {
      const data: unknown = JSON.parse(good)
      damage(data, values[Math.floor(random() * values.length)], random)
      try {
        projectFromData(data, 'This project')
      } catch (error) {
        refusals.push(error)
      }
    }
    expect(refusals.length).toBeGreaterThan(1000)
    expect(refusals.every((error) => error instanceof StorageError)).toBe(true)
  })

  it.each([null, undefined, 3, 'text', [], {}, { version: '1' }, { version: 0 }])('refuses %j', (data) => {
    expect(() => projectFromData(data, 'This project')).toThrow(expect.objectContaining({ code: 'damaged' }))
  })
})

/** Puts `value` somewhere into `data`. */
function damage(data: unknown, value: unknown, random: () => number): void {
  let at: unknown = data
  for (;;) {
    if (typeof at !== 'object' || at === null) return
    const keys = Object.keys(at)
    const key = keys[Math.floor(random() * keys.length)]
    if (key === undefined) return
    const inner: unknown = Reflect.get(at, key)
    if (typeof inner !== 'object' || inner === null || random() < 0.2) {
      Reflect.set(at, key, value)
      return
    }
    at = inner
  }
}

describe('migrations', () => {
  it('reads a frozen example of every version up to this one', () => {
    const all = Array.from({ length: currentVersion() }, (_, i) => projectFromData(fixture(i + 1), 'This project'))
    for (const project of all) {
      expect(project.recording.name).toBe('episode 12.wav')
      expect(project.history.past.map((step) => step.label)).toEqual(['Add fix', 'New take', 'Switch off'])
      expect(project.history.present.fixes).toHaveLength(1)
      expect([...reachableTakes(project.history)]).toEqual([
        '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
        '6c1f0c0e-6c52-4c3c-9d5e-2f8f4a0f3b11',
      ])
    }
  })

  it('gives no take of the first version a name, and keeps those of the second', () => {
    const [first, second] = [1, 2].map((version) => projectFromData(fixture(version), 'This project').history)
    expect(first?.present.fixes[0]?.names.size).toBe(0)
    const names = second?.present.fixes[0]?.names
    expect([...(names ?? [])]).toEqual([['6c1f0c0e-6c52-4c3c-9d5e-2f8f4a0f3b11', 'the softer one']])
    expect([...(second?.future[0]?.project.fixes[0]?.names.values() ?? [])]).toEqual(['first', 'the softer one'])
  })

  it('keeps the frozen example of this version as it is written today', () => {
    expect(projectToData(projectFromData(fixture(currentVersion()), 'This project'))).toEqual(fixture(currentVersion()))
  })

  const steps = [
    (data: unknown) => ({ ...Object(data), version: 2, two: true }),
    (data: unknown) => ({ ...Object(data), version: 3, three: true }),
  ]

  it('goes up one version at a time, from wherever the data is', () => {
    expect(upgrade({ version: 1 }, 'It', steps)).toEqual({ version: 3, two: true, three: true })
    expect(upgrade({ version: 2 }, 'It', steps)).toEqual({ version: 3, three: true })
    expect(upgrade({ version: 3 }, 'It', steps)).toEqual({ version: 3 })
  })

  it('refuses a newer version by its number and changes nothing', () => {
    const newer = { version: 9, anything: true }
    expect(() => upgrade(newer, 'This project', steps)).toThrow(/newer Pickup \(version 9 .* up to 3\)/)
    expect(() => projectFromData({ version: migrations.length + 2 }, 'This project')).toThrow(
      expect.objectContaining({ code: 'newer-version' }),
    )
  })
})
