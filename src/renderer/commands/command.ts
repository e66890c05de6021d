/**
 * The registry of what keys, palette, sheet and buttons can do. A new command is one object in the
 * file of its group (`joints.ts`, `decide.ts`, …); `registry.ts` gathers the files. Everything else
 * follows from it: the key handler, the sheet, tooltips, the palette, Settings → Keys, docs/keys.md.
 *
 *   {
 *     id: 'joint.visibility',               // never changes: a user's own keys are kept under it
 *     title: 'Visible, occluded, absent',
 *     group: 'Joints',
 *     keys: ['v'],                          // letters by what they write, digits and brackets by code
 *     when: needsJoint,                     // a sentence when it is off (see `conditions.ts`)
 *     undoLabel: 'Set',                     // how its entry of the history begins, if it makes one
 *     run: cycleVisibility,
 *   }
 *
 * `when` asks for what is there, never for the answer to the press before: that may be on its way.
 *
 * Keys are tinykeys' (`$mod` is Ctrl, on a Mac Cmd). No two commands of scopes that meet may have the
 * same key: `registry.test.ts` fails on it, on each platform.
 */
import type { StudioState } from '../state/studio-state.ts';

/** In the order of the sheet. */
export const GROUPS = [
  'Images',
  'People',
  'Joints',
  'Fit',
  'Decide',
  'View',
  'Body in 3D',
  'App',
] as const;
export type Group = (typeof GROUPS)[number];

/**
 * Where the focus must be: on the picture or the list, on a joint in the body's view, anywhere in
 * that view, anywhere but in a field (`page`), or anywhere (`everywhere`).
 */
export type Scope = 'canvas' | 'joint3d' | 'view3d' | 'page' | 'everywhere';

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  /** Empty for what has no key of its own: the palette has it all the same. */
  readonly keys: readonly string[];
  /** `canvas` unless said otherwise. */
  readonly scope?: Scope;
  /** Why it does nothing now, as a sentence; undefined when it works. */
  readonly when?: (state: StudioState) => string | undefined;
  /** Goes on while the key is held. */
  readonly repeats?: boolean;
  readonly undoLabel?: string;
  /** How the sheet shows a row of alike commands, on the first of them; false on the others. */
  readonly sheet?: { readonly keys: string; readonly title: string } | false | undefined;
  run(): unknown;
  /** For a key that works as long as it is held. */
  release?(): unknown;
}

export function scopeOf({ scope = 'canvas' }: Command): Scope {
  return scope;
}
