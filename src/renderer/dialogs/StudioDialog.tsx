import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { type DialogName, studio, useStudio } from '../state/studio-state.ts';

interface Props {
  readonly name: DialogName;
  readonly title: string;
  readonly children: ReactNode;
  /** Where typing begins; the cross when left out. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

/** One of the page's dialogs; Esc and the cross close it. */
export function StudioDialog({ name, title, children, initialFocus }: Props) {
  const isOpen = useStudio(({ dialog }) => dialog === name);
  const change = (open: boolean) => studio.setState({ dialog: open ? name : null });
  return (
    <Dialog.Root open={isOpen} onOpenChange={change}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={`dialog ${name}`} {...(initialFocus && { initialFocus })}>
          <header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="icon" aria-label="Close">
              <X size={16} aria-hidden="true" />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
