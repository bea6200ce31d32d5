import { Component, type ReactNode } from 'react'

interface CrashProps {
  readonly children: ReactNode
}

/** Stands in for the page when a part of it could not be loaded or drawn, and says what to do. */
export class Crash extends Component<CrashProps, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <main className="grid min-h-dvh place-content-center justify-items-center gap-3 p-4 text-center">
        <p role="alert">
          A part of the page could not be loaded or shown. What you decided is saved. Reload the page to go on.
        </p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          Reload
        </button>
      </main>
    )
  }
}
