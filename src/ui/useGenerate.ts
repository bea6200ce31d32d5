import { useMutation } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { isAbort } from '../base/errors'
import { generateTake } from '../state/fixFlow'
import { useApp } from './appContext'

/** Asks for a take of the selection; never again by itself, since an answer costs money. */
export function useGenerate() {
  const app = useApp()
  const stop = useRef<AbortController | null>(null)
  const { mutate, isPending } = useMutation({
    mutationKey: ['infill'],
    retry: false,
    mutationFn: (signal: AbortSignal) => generateTake(app, signal),
    onError: (error) => {
      if (isAbort(error)) app.store.tell('Cancelled. The selection and the text are as they were.')
      else app.store.fail(error)
    },
  })
  const start = useCallback(() => {
    stop.current?.abort()
    stop.current = new AbortController()
    mutate(stop.current.signal)
  }, [mutate])
  const cancel = useCallback(() => stop.current?.abort(), [])
  return { start, cancel, isPending }
}
