import { Trash2 } from 'lucide-react'
import type { ProjectId } from '../base/ids'
import { formatClock } from '../base/timecode'
import type { AppState } from '../state/document'
import { openProject } from '../state/openFlow'
import { forgetProject } from '../state/projectFlow'
import { useApp, useAppState } from './appContext'
import { ConfirmButton } from './ConfirmButton'

type Line = NonNullable<AppState['projects']>[number]

const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** The projects in this browser: one click goes on where it stopped. */
export function ProjectList() {
  const projects = useAppState(({ projects }) => projects)
  if (projects === null || projects.length === 0) return null
  return (
    <section aria-label="Your recordings" className="w-full max-w-2xl">
      <h2 className="mb-2 font-semibold">Go on with</h2>
      <ul aria-label="Projects" className="flex flex-col gap-1">
        {projects.map((line) => (
          <li key={line.id} className="panel flex min-h-11 items-center gap-3 px-3 py-1">
            <ProjectLine line={line} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function ProjectLine({ line }: { readonly line: Line }) {
  const app = useApp()
  if (line.kind === 'unreadable') {
    return (
      <>
        <p className="min-w-0 flex-1 text-fault text-xs">{line.reason.message}</p>
        <Remove id={line.id} name="this project" question="Remove this project?" />
      </>
    )
  }
  const { id, name, frames, rate, fixes, updatedAt } = line
  return (
    <>
      <button
        type="button"
        className="flex min-h-9 min-w-0 flex-1 cursor-pointer flex-wrap content-center items-baseline gap-x-3 text-left hover:underline"
        onClick={() => void openProject(app, id)}
      >
        <bdi className="min-w-0 truncate font-medium">{name}</bdi>
        <span className="text-muted text-xs">
          {formatClock(frames, rate)} · {fixes === 1 ? 'one fix' : `${fixes} fixes`} · {when.format(updatedAt)}
        </span>
      </button>
      <Remove id={id} name={name} question={`Remove “${name}”?`} />
    </>
  )
}

interface RemoveProps {
  readonly id: ProjectId
  readonly name: string
  readonly question: string
}

function Remove({ id, name, question }: RemoveProps) {
  const app = useApp()
  return (
    <ConfirmButton
      name={`Remove ${name}`}
      question={question}
      explanation="Its fixes and takes are deleted from this browser. The recording itself is not touched."
      confirm="Remove it"
      onConfirm={() => void forgetProject(app, id)}
    >
      <Trash2 size={16} aria-hidden />
    </ConfirmButton>
  )
}
