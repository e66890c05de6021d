import { COMMANDS } from '../app/keys.ts';
import { StudioDialog } from './StudioDialog.tsx';

const GROUPS = ['Images', 'People', 'Joints', 'Fit', 'Decide', 'View', 'App'] as const;
const MOUSE = [
  ['Drag a joint', 'The body follows'],
  ['Wheel', 'Zoom at the pointer'],
  ['Space + drag, middle drag', 'Pan'],
  ['Hold H', 'The bare picture'],
] as const;

const BODY = [
  ['Drag a joint', 'Move it in the plane of the view, the body follows'],
  ['Shift + drag', 'Move it along the line of sight'],
  ['Drag a ring', 'Turn the chosen joint'],
  ['Arrows', 'Move the joint 1 cm (Shift 5 cm)'],
  ['PgUp, PgDn', 'Move it away, nearer'],
  ['Alt + arrows', 'Turn the joint by 5°'],
  ['Alt+Shift + ← →', 'Turn it about the line of sight'],
  ['S / W', 'Next, previous joint'],
  ['Esc', 'Put back what is held; deselect'],
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
                ({ keys, title, sheet }) => (
                  <div key={keys.join()}>
                    <dt>
                      {(sheet ? [sheet.keys] : keys).map((key) => (
                        <kbd key={key}>{shown(key)}</kbd>
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
        <Gestures title="Body in 3D, on a joint" rows={BODY} />
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

function shown(key: string): string {
  return key
    .replace('$mod', 'Ctrl')
    .replace('Arrow', '')
    .replace('Digit', '')
    .replace(
      /(^|\+)([a-z])$/,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    );
}
