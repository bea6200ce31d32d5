import { Field, ShapeError } from './field'

/** What the user was looking at. Worth keeping, never worth a failure. Positions are frames of the edited timeline. */
export interface ViewState {
  readonly position: number
  readonly selection: { readonly start: number; readonly end: number } | null
  /** Null fits the whole recording. */
  readonly pixelsPerSecond: number | null
  readonly snap: boolean
  /** What stands in the text box. */
  readonly text: string
  /** The fix whose takes are shown. */
  readonly editing: string | null
  readonly voiceId: string | null
  readonly language: string | null
  readonly model: string | null
}

/** The view in stored data, or null when there is none that can be read. */
export function readView(value: unknown): ViewState | null {
  if (value === undefined || value === null) return null
  try {
    return viewFrom(new Field(value, 'view'))
  } catch (error) {
    if (error instanceof ShapeError) return null
    throw error
  }
}

const textOf = (field: Field): string => field.string()

function viewFrom(view: Field): ViewState {
  return {
    position: view.get('position').count(),
    selection: view.get('selection').orNull((range) => ({
      start: range.get('start').count(),
      end: range.get('end').count(),
    })),
    pixelsPerSecond: view.get('pixelsPerSecond').orNull((zoom) => zoom.number(0)),
    snap: view.get('snap').boolean(),
    text: textOf(view.get('text')),
    editing: view.get('editing').orNull(textOf),
    voiceId: view.get('voiceId').orNull(textOf),
    language: view.get('language').orNull(textOf),
    // Views kept before there was a choice of models name none.
    model: view.get('model').value === undefined ? null : view.get('model').orNull(textOf),
  }
}
