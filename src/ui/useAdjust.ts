import type { Fix } from '../edit/fix'
import type { JoinSettings } from '../edit/joinSettings'
import type { Seam } from '../infill/report'
import { adjustJoin } from '../state/joinFlow'
import { useApp } from './appContext'

/** A change that starts from what the settings are by the time it is made, or that does not depend on them. */
type Change = Partial<JoinSettings> | ((join: JoinSettings) => Partial<JoinSettings>)

/** Changes how a fix is joined, under a label of the history, and plays the seam it is about or the fix. */
export function useAdjust({ id }: Fix): (label: string, change: Change, seam?: Seam) => void {
  const app = useApp()
  return (label, change, seam) => {
    const by = typeof change === 'function' ? change : () => change
    void adjustJoin(app, id, { label, change: by, seam: seam ?? null })
  }
}
