import { table } from './table.mjs'

const megabyte = 1e6

const seconds = (ms) => (ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`)
const fine = (ms) => `${ms.toFixed(1)} ms`
const times = (ratio) => `${ratio.toFixed(2)} ×`
const megabytes = (bytes) => `${(bytes / megabyte).toFixed(0)} MB`

/**
 * One line of the report: what it says, where it comes from, how it is written, and what is aimed at.
 *
 * @typedef {object} Line
 * @property {string} name
 * @property {(figures: import('./measure.mjs').Figures) => number} value
 * @property {(value: number) => string} write
 * @property {{ readonly most: number } | { readonly least: number, readonly minutes: number }} [goal] `minutes`: what it is
 *   a goal for; without it, for any length
 */

/** @type {readonly Line[]} */
const lines = [
  { name: 'reading alone', value: ({ opening }) => opening.reading, write: seconds },
  { name: 'analysis', value: ({ opening }) => opening.analysed, write: seconds },
  {
    name: '  analysis / reading alone',
    value: ({ opening }) => opening.analysed / opening.reading,
    write: times,
    goal: { most: 1.25 },
  },
  { name: 'first waveform', value: ({ opening }) => opening.firstWaveform, write: seconds, goal: { most: 300 } },
  { name: 'memory while opening', value: ({ editing }) => editing.memory, write: megabytes },
  { name: 'wavesurfer.js: drawn', value: ({ wavesurfer }) => wavesurfer.drawn, write: seconds },
  { name: 'wavesurfer.js: memory', value: ({ wavesurfer }) => wavesurfer.memory, write: megabytes },
  {
    name: '  time of wavesurfer.js / of Pickup',
    value: ({ opening, wavesurfer }) => wavesurfer.drawn / opening.analysed,
    write: times,
    goal: { least: 5, minutes: 60 },
  },
  {
    name: '  memory of wavesurfer.js / of Pickup',
    value: ({ editing, wavesurfer }) => wavesurfer.memory / editing.memory,
    write: times,
    goal: { least: 25, minutes: 60 },
  },
  { name: 'play from the middle, first time', value: ({ editing }) => editing.firstPlay, write: fine },
  { name: 'play from the middle', value: ({ editing }) => editing.play, write: fine, goal: { most: 25 } },
  { name: 'cut: click to drawn', value: ({ editing }) => editing.cut, write: fine },
  { name: 'splice: insert to drawn', value: ({ editing }) => editing.splice, write: fine, goal: { most: 30 } },
  { name: 'undo: click to drawn', value: ({ editing }) => editing.undo, write: fine, goal: { most: 30 } },
  { name: 'redo: click to drawn', value: ({ editing }) => editing.redo, write: fine, goal: { most: 30 } },
  { name: 'plain download', value: ({ editing }) => editing.plainDownload, write: seconds },
  { name: 'export with one fix', value: ({ editing }) => editing.exporting, write: seconds },
  {
    name: '  export / plain download',
    value: ({ editing }) => editing.exporting / editing.plainDownload,
    write: times,
    goal: { most: 1.3 },
  },
  {
    name: 'memory while exporting',
    value: ({ editing }) => editing.exportMemory,
    write: megabytes,
    goal: { most: 40 * megabyte },
  },
]

/**
 * Everything that was measured, as a table; goals are judged at the longest recording.
 *
 * @param {readonly import('./measure.mjs').Figures[]} all shortest first
 */
export function report(all) {
  const longest = all.at(-1)
  const titles = ['', ...all.map(({ recording }) => `${recording.minutes} min`), 'goal', '']
  const rows = lines.map(({ name, value, write, goal }) => {
    const figures = all.map((one) => written(value(one), write))
    const judged =
      goal === undefined || longest === undefined
        ? ['', '']
        : [goalText(goal, write), verdict(value(longest), goal, longest.recording.minutes)]
    return [name].concat(figures, judged)
  })
  return table(titles, rows)
}

const written = (value, write) => (Number.isNaN(value) ? '–' : write(value))

const goalText = (goal, write) => ('most' in goal ? `≤ ${write(goal.most)}` : `≥ ${write(goal.least)}`)

function verdict(value, goal, minutes) {
  if ('minutes' in goal && minutes < goal.minutes) return `for ${goal.minutes} min`
  if (Number.isNaN(value)) return 'not measured'
  const met = 'most' in goal ? value <= goal.most : value >= goal.least
  return met ? 'met' : 'not met'
}
