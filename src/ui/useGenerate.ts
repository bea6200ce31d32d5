import { useMutation } from '@tanstack/react-query'
import { isAbort, PickupError } from '../base/errors'
import { takesToAskFor } from '../state/generateFlow'
import { useApp } from './appContext'

/** Asks for takes of the selection; never again by itself, since an answer costs money. Several may be under way. */
export function useGenerate(): () => void {
  const app = useApp()
  const { mutate } = useMutation({
    mutationKey: ['infill'],
    retry: false,
    // Without a network the request is to fail and say so, not to wait in silence.
    networkMode: 'always',
    mutationFn: (take: () => Promise<void>) => take(),
    onError: (error) => {
      if (!isAbort(error)) app.store.fail(error)
    },
  })
  return () => {
    try {
      for (const take of takesToAskFor(app)) mutate(take)
    } catch (error) {
      app.store.fail(error)
      if (error instanceof PickupError && error.code === 'no-text') {
        app.store.patch({ focusText: app.store.get().focusText + 1 })
      }
    }
  }
}
