import { Dialog } from '@base-ui/react/dialog'
import { useApp, useAppState } from './appContext'
import { bindings } from './keys'

const listed = bindings.filter(({ shown }) => shown.length > 0)

/** Every key, in one place. */
export function KeysDialog() {
  const app = useApp()
  const shown = useAppState(({ keysShown }) => keysShown)
  return (
    <Dialog.Root open={shown} onOpenChange={(keysShown) => app.store.patch({ keysShown })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="panel dialog max-w-6xl">
          <div className="flex items-center justify-between">
            <Dialog.Title className="font-semibold text-base">Keys</Dialog.Title>
            <Dialog.Close className="button">Close</Dialog.Close>
          </div>
          <dl className="gap-x-6 lg:columns-2">
            {listed.map(({ shown: keys, does }) => (
              <div key={does} className="flex break-inside-avoid items-baseline gap-x-3 py-0.5">
                <dt className="w-40 flex-none max-sm:w-24">
                  {keys.map((key) => (
                    <kbd key={key} className="mr-1 whitespace-nowrap">
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <p className="text-muted text-xs">While you type in a field these keys type. Esc leaves the field.</p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
