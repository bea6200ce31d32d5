import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { openDropped } from '../state/givenFlow'
import { useApp } from './appContext'

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** The whole window takes a dropped recording; while a file hovers it says so. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const app = useApp()
  const [hovering, setHovering] = useState(false)
  const depth = useRef(0)

  const enter = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    depth.current += 1
    setHovering(true)
  }
  const leave = (event: DragEvent) => {
    if (!hasFiles(event)) return
    depth.current -= 1
    if (depth.current <= 0) setHovering(false)
  }
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    depth.current = 0
    setHovering(false)
    void openDropped(app, event.dataTransfer)
  }
  return (
    <div
      className="relative min-h-full"
      onDragEnter={enter}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children}
      {hovering && (
        <div className="pointer-events-none fixed inset-2 z-50 grid place-items-center rounded-xl border-2 border-accent border-dashed bg-page/85 font-semibold text-lg">
          Drop it here
        </div>
      )}
    </div>
  )
}
