/**
 * `npm run package:app -- [--dir] [--electron FOLDER]`: the desktop application for this computer's
 * platform in `dist/app`, as installers or, with `--dir`, as a folder that runs. Electron is fetched
 * unless a folder holds it unpacked.
 */
import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { appConfig } from './packaging/app-config.ts';
import { ENGINE, stageEngine } from './packaging/stage.ts';

const { values } = parseArgs({
  options: { dir: { type: 'boolean', default: false }, electron: { type: 'string' } },
});
stageEngine();
const config = appConfig({
  engine: ENGINE,
  node: process.execPath,
  electron: values.electron,
  output: 'dist/app',
});
const made = await build({
  targets: Platform.current().createTarget(values.dir ? 'dir' : undefined),
  config,
});
console.log(made.length > 0 ? made.join('\n') : 'dist/app');
