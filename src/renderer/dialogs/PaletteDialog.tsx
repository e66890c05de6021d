/** Every command by its name; what does nothing now says why. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { type RefObject, useRef, useState } from 'react';
import type { Command } from '../commands/command.ts';
import { offReason, runCommand } from '../commands/dispatch.ts';
import { keyText } from '../commands/key-text.ts';
import { paletteRows, recentCommands, rememberCommand } from '../commands/palette.ts';
import { COMMANDS } from '../commands/registry.ts';
import { studio } from '../state/studio-state.ts';
import { StudioDialog } from './StudioDialog.tsx';

export function PaletteDialog() {
  const search = useRef<HTMLInputElement>(null);
  return (
    <StudioDialog name="palette" title="Commands" initialFocus={search}>
      <Palette search={search} />
    </StudioDialog>
  );
}

function Palette({ search }: { search: RefObject<HTMLInputElement | null> }) {
  const [text, setText] = useState('');
  const [recent] = useState(recentCommands);
  const rows = paletteRows(COMMANDS, text, recent);
  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      autoHighlight="always"
      items={rows}
      itemToStringValue={({ title }: Command) => title}
      value={text}
      onValueChange={(typed, { reason }) => reason !== 'item-press' && setText(typed)}
    >
      <Autocomplete.Input
        ref={search}
        className="palette-input"
        aria-label="Search commands"
        placeholder="Search commands"
      />
      <Autocomplete.Empty className="palette-empty">No command is called so.</Autocomplete.Empty>
      <Autocomplete.List className="palette-list" aria-label="Commands">
        {(command: Command) => <Row key={command.id} command={command} />}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

function Row({ command }: { command: Command }) {
  const reason = offReason(command, studio.getState());
  return (
    <Autocomplete.Item
      className="palette-row"
      value={command}
      data-off={reason === undefined ? undefined : ''}
      onClick={() => choose(command)}
    >
      <span>
        {command.title}
        {reason !== undefined && <small>{reason}</small>}
      </span>
      {command.keys.map((key) => (
        <kbd key={key}>{keyText(key)}</kbd>
      ))}
    </Autocomplete.Item>
  );
}

/** Once the dialog has given the focus back, as commands may move it. */
function choose(command: Command): void {
  rememberCommand(command.id);
  studio.setState({ dialog: null });
  setTimeout(() => runCommand(command), FOCUS_IS_BACK_MS);
}

const FOCUS_IS_BACK_MS = 50;
