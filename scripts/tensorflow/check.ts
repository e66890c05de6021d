/** Ends with 0 when the native backend loads and computes. */
import { chooseBackend } from '../../src/engine/compute/backend.ts';

const { name, notes } = await chooseBackend();
if (name !== 'tensorflow') console.error(notes.join('\n'));
process.exitCode = name === 'tensorflow' ? 0 : 1;
