import { GROUPS } from '../commands/command.ts';
import { keyText } from '../commands/key-text.ts';
import { COMMANDS } from '../commands/registry.ts';
import { StudioDialog } from './StudioDialog.tsx';

const MOUSE = [
  ['Drag a joint', 'The body follows'],
  ['Wheel', 'Zoom at the pointer'],
  ['Space + drag, middle drag', 'Pan'],
] as const;

const BODY = [
  ['Drag a joint', 'Move it in the plane of the view, the body follows'],
  ['Shift + drag', 'Move it along the line of sight'],
  ['Drag a ring', 'Turn the chosen joint'],
] as const;

export function KeysDialog() {
  return (
    <StudioDialog name="keys" title="Keys">
      <div className="keys-sheet">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {COMMANDS.filter((command) => command.group === group && command.sheet !== false).map(
                ({ id, keys, title, sheet }) => (
                  <div key={id}>
                    <dt>
                      {(sheet ? [sheet.keys] : keys).map((key) => (
                        <kbd key={key}>{keyText(key)}</kbd>
                      ))}
                    </dt>
                    <dd>{sheet ? sheet.title : title}</dd>
                  </div>
                ),
              )}
            </dl>
          </section>
        ))}
        <Gestures title="Mouse" rows={MOUSE} />
        <Gestures title="Mouse on the body in 3D" rows={BODY} />
      </div>
    </StudioDialog>
  );
}

function Gestures(props: { title: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3>{props.title}</h3>
      <dl>
        {props.rows.map(([gesture, title]) => (
          <div key={gesture}>
            <dt>
              <kbd>{gesture}</kbd>
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
