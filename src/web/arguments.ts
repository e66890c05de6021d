import { parseArgs } from 'node:util';

export interface WebArguments {
  readonly folder: string | undefined;
  /** For a browser elsewhere: opens none here, answers behind an SSH forward. */
  readonly serve: boolean;
  readonly port: number;
  readonly project: string | undefined;
  /** Folders below which the page may open others. */
  readonly roots: readonly string[];
  /** Do not open a browser. */
  readonly quiet: boolean;
}

/** @throws Error with a sentence for an argument that cannot be */
export function readArguments(args: readonly string[]): WebArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      serve: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      project: { type: 'string' },
      root: { type: 'string', multiple: true, default: [] },
      'no-open': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port ${values.port} is no port; use a number up to 65535.`);
  }
  if (positionals.length > 1) throw new Error(`One folder at a time: ${positionals.join(', ')}`);
  return {
    folder: positionals[0],
    serve: values.serve,
    port,
    project: values.project,
    roots: values.root,
    quiet: values['no-open'] || values.serve,
  };
}
