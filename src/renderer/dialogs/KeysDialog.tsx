import { COMMANDS } from '../app/keys.ts';
import { StudioDialog } from './StudioDialog.tsx';

const GROUPS = ['Images', 'People', 'Joints', 'Fit', 'Decide', 'View', 'App'] as const;
const MOUSE = [
  ['Drag a joint', 'The body follows'],
  ['Wheel', 'Zoom at the pointer'],
  ['Space + drag, middle drag', 'Pan'],
  ['Hold H', 'The bare picture'],
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
        <section>
          <h3>Mouse</h3>
          <dl>
            {MOUSE.map(([gesture, title]) => (
              <div key={gesture}>
                <dt>
                  <kbd>{gesture}</kbd>
                </dt>
                <dd>{title}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </StudioDialog>
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
