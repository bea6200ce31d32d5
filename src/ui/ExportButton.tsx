import { Menu } from '@base-ui/react/menu'
import { ChevronDown, Download } from 'lucide-react'
import { useRef } from 'react'
import { type ExportChoice, mp3BitRates, usualExport } from '../state/exportFlow'
import { useApp, useOpen } from './appContext'
import { Tip } from './Tip'
import { ToolButton } from './ToolButton'
import { useExport } from './useExport'

interface Choice {
  readonly name: string
  readonly choice: ExportChoice
}

const choices: readonly Choice[] = [
  { name: 'As recorded, sample for sample', choice: { format: 'source' } },
  { name: 'WAV, 16-bit', choice: { format: 'wav16' } },
  { name: 'WAV, 32-bit float', choice: { format: 'wavFloat' } },
  { name: 'FLAC', choice: { format: 'flac' } },
  ...mp3BitRates.map((bitRate) => ({
    name: `MP3, ${bitRate / 1000} kbit/s`,
    choice: { format: 'mp3' as const, bitRate },
  })),
]

/** Writes the corrected recording, in its own format or in another. */
export function ExportButton() {
  const app = useApp()
  const place = useRef<HTMLSpanElement>(null)
  const { start, startAs, cancel } = useExport()
  const { exporting, exported, hasFixes } = useOpen(({ exporting, exported, history }) => ({
    exporting,
    exported,
    hasFixes: history.present.fixes.length > 0,
  }))
  if (exporting.phase === 'writing') {
    return (
      <span className="flex items-center gap-2">
        <progress
          aria-label="Exporting"
          max={1}
          value={exporting.done / Math.max(1, exporting.total)}
          className="w-24"
        />
        <button type="button" className="button" onClick={cancel}>
          Cancel export
        </button>
      </span>
    )
  }
  const primary = hasFixes && !exported ? 'button-primary' : 'font-semibold'
  const usual = usualExport(app).format === 'source' ? '' : ' WAV'
  return (
    <span ref={place} className="flex">
      <ToolButton
        says="Write the corrected recording"
        keys="E"
        look={`rounded-r-none ${primary}`}
        name="Export"
        onPress={start}
      >
        <Download size={16} aria-hidden />
        Export{usual}
      </ToolButton>
      <Menu.Root>
        <Tip says="Export as another format">
          <Menu.Trigger className={`button rounded-l-none border-l-0 px-1 ${primary}`} aria-label="Export as">
            <ChevronDown size={16} aria-hidden />
          </Menu.Trigger>
        </Tip>
        <Menu.Portal container={place}>
          <Menu.Positioner align="end" sideOffset={4} className="z-40">
            <Menu.Popup className="panel max-h-(--available-height) overflow-y-auto py-1 shadow-xl">
              {choices.map(({ name, choice }) => (
                <Menu.Item
                  key={name}
                  className="cursor-pointer px-3 py-1.5 data-[highlighted]:bg-raised"
                  onClick={() => startAs(choice)}
                >
                  {name}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </span>
  )
}
