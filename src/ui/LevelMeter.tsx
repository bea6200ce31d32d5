import { useEffect, useState } from 'react'
import { microphoneLevel } from '../state/speakFlow'
import { useApp } from './appContext'

/** What the meter shows, in dBFS: from quiet to full scale; speech should peak between the two limits. */
const quietest = -60
const tooQuiet = -30
const tooLoud = -3
/** How long a clipped sample is shown. */
const clipShownMs = 3000

/** The level of the microphone, with a word for it: the colour alone says nothing. */
export function LevelMeter() {
  const app = useApp()
  const [level, setLevel] = useState(Number.NEGATIVE_INFINITY)
  const [clipped, setClipped] = useState(false)
  useEffect(() => {
    let clippedAt = Number.NEGATIVE_INFINITY
    const timer = setInterval(() => {
      const now = microphoneLevel(app)
      setLevel(now)
      if (now > -0.1) clippedAt = Date.now()
      setClipped(Date.now() - clippedAt < clipShownMs)
    }, 50)
    return () => clearInterval(timer)
  }, [app])
  const word = clipped ? 'too loud: move back' : wordFor(level)
  const shown = Math.max(quietest, Math.round(level))
  return (
    <span className="flex items-center gap-2 text-xs">
      <meter
        aria-label="Microphone level"
        aria-valuetext={`${shown} dB, ${word}`}
        className="h-3 w-32"
        min={quietest}
        low={tooQuiet}
        high={tooLoud}
        optimum={-12}
        max={0}
        value={shown}
      />
      <span className="w-14 text-right text-muted tabular-nums">{level > quietest && `${shown} dB`}</span>
      <span className={clipped ? 'font-semibold text-warn' : 'text-muted'}>{word}</span>
    </span>
  )
}

function wordFor(level: number): string {
  if (level <= quietest) return 'silent'
  if (level <= tooQuiet) return 'quiet'
  return level > tooLoud ? 'loud' : 'good'
}
