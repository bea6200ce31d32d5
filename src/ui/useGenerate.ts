import { useMutation } from '@tanstack/react-query'
import { isAbort } from '../base/errors'
import { generateTake } from '../state/generateFlow'
import { useApp } from './appContext'

/** Asks for a take of the selection; never again by itself, since an answer costs money. Several may be under way. */
export function useGenerate(): () => void {
  const app = useApp()
  const { mutate } = useMutation({
    mutationKey: ['infill'],
    retry: false,
    // Without a network the request is to fail and say so, not to wait in silence.
    networkMode: 'always',
    mutationFn: () => generateTake(app),
    onError: (error) => {
      if (isAbort(error)) app.store.tell('Cancelled. The selection and the text are as they were.')
      else app.store.fail(error)
    },
  })
  return mutate
}
