import { table } from './table.mjs'

const megabyte = 1e6

const seconds = (ms) => (ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`)
const fine = (ms) => `${ms.toFixed(1)} ms`
const times = (ratio) => `${ratio.toFixed(2)} ×`
const megabytes = (bytes) => `${(bytes / megabyte).toFixed(0)} MB`

/**
 * One line of the report: what it says, where it comes from (NaN or undefined: not measured), how it is written, and what is
 * aimed at.
 *
 * @typedef {object} Line
 * @property {string} name
 * @property {(figures: import('./measure.mjs').Figures) => number | undefined} value
 * @property {(value: number) => string} write
 * @property {Goal} [goal]
 */

/**
 * @typedef {object} Goal
 * @property {number} [most]
 * @property {number} [least]
 * @property {string} [of] the recording that it is a goal for, as its column is titled; without it, any
 */

const compared = '60 min stereo'

/** @type {readonly Line[]} */
const lines = [
  { name: 'reading alone', value: ({ opening }) => opening?.reading, write: seconds },
  { name: 'whole waveform and pauses', value: ({ opening }) => opening?.analysed, write: seconds },
  {
    name: '  / reading alone',
    value: ({ opening }) => ratio(opening?.analysed, opening?.reading),
    write: times,
    goal: { most: 1.25 },
  },
  { name: 'first waveform', value: ({ opening }) => opening?.firstWaveform, write: seconds, goal: { most: 300 } },
  { name: 'memory while opening', value: ({ editing }) => editing?.memory, write: megabytes },
  {
    name: 'memory in the whole session',
    value: ({ editing }) => editing?.wholeMemory,
    write: megabytes,
    goal: { most: 250 * megabyte, of: '120 min stereo' },
  },
  { name: 'wavesurfer.js: first and whole waveform', value: ({ wavesurfer }) => wavesurfer?.drawn, write: seconds },
  { name: 'wavesurfer.js: memory', value: ({ wavesurfer }) => wavesurfer?.memory, write: megabytes },
  {
    name: '  its time / whole waveform of Pickup',
    value: ({ opening, wavesurfer }) => ratio(wavesurfer?.drawn, opening?.analysed),
    write: times,
    goal: { least: 5, of: compared },
  },
  {
    name: '  its memory / of Pickup while opening',
    value: ({ editing, wavesurfer }) => ratio(wavesurfer?.memory, editing?.memory),
    write: times,
    goal: { least: 25, of: compared },
  },
  { name: 'as MP3: first waveform', value: ({ decoding }) => decoding?.firstWaveform, write: seconds },
  { name: 'as MP3: decoded, whole waveform', value: ({ decoding }) => decoding?.opened, write: seconds },
  { name: 'as MP3: memory', value: ({ decoding }) => decoding?.memory, write: megabytes },
  { name: 'play, first time', value: ({ editing }) => editing?.firstPlay, write: fine },
  { name: 'play', value: ({ editing }) => editing?.play, write: fine, goal: { most: 25 } },
  { name: 'scroll: frame, p50', value: ({ editing }) => editing?.scrolling.p50, write: fine },
  { name: 'scroll: frame, p95', value: ({ editing }) => editing?.scrolling.p95, write: fine, goal: { most: 20 } },
  { name: 'cut: click to drawn', value: ({ editing }) => editing?.cut, write: fine },
  { name: 'splice: insert to drawn', value: ({ editing }) => editing?.splice, write: fine, goal: { most: 30 } },
  { name: 'undo: click to drawn', value: ({ editing }) => editing?.undo, write: fine, goal: { most: 30 } },
  { name: 'redo: click to drawn', value: ({ editing }) => editing?.redo, write: fine, goal: { most: 30 } },
  { name: 'plain download', value: ({ editing }) => editing?.plainDownload, write: seconds },
  { name: 'export with one fix', value: ({ editing }) => editing?.exporting, write: seconds },
  {
    name: '  / plain download',
    value: ({ editing }) => ratio(editing?.exporting, editing?.plainDownload),
    write: times,
    goal: { most: 1.3 },
  },
  {
    name: 'memory while exporting',
    value: ({ editing }) => editing?.exportMemory,
    write: megabytes,
    goal: { most: 40 * megabyte },
  },
]

const ratio = (value = Number.NaN, of = Number.NaN) => value / of

/**
 * Everything that was measured, as a table: a column for each recording. A goal is met when it is met by every recording
 * that it is for.
 *
 * @param {readonly import('./measure.mjs').Figures[]} all
 */
export function report(all) {
  const columns = all.map((figures) => ({ title: titleOf(figures.recording), figures }))
  const rows = lines.map(({ name, value, write, goal }) => {
    const cells = columns.map(({ title, figures }) => ({ title, value: value(figures) ?? Number.NaN }))
    const written = cells.map(({ value }) => (Number.isNaN(value) ? '–' : write(value)))
    return [name].concat(written, goal ? [goalText(goal, write), verdict(cells, goal)] : ['', ''])
  })
  return table(['', ...columns.map(({ title }) => title), 'goal', ''], rows)
}

const titleOf = ({ minutes, kind }) => `${minutes} min ${kind}`

const goalText = ({ most, least }, write) => (most === undefined ? `≥ ${write(least)}` : `≤ ${write(most)}`)

function verdict(cells, { most = Infinity, least = -Infinity, of }) {
  const judged = cells.filter(({ title }) => of === undefined || title === of)
  if (judged.length === 0) return `for ${of}`
  if (judged.some(({ value }) => Number.isNaN(value))) return 'not measured'
  const missed = judged.filter(({ value }) => value > most || value < least)
  if (missed.length === 0) return 'met'
  return missed.length === judged.length ? 'not met' : `not met: ${missed.map(({ title }) => title).join(', ')}`
}
