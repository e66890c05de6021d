/** Which words begin a command line; without one of them the window is meant. */
export const COMMAND_NAMES = [
  'predict',
  'fit',
  'accept',
  'import',
  'export',
  'evaluate',
  'info',
  'train',
  'runs',
  'models',
  'shard',
  'submit',
  'status',
  'retry',
  'merge',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];
