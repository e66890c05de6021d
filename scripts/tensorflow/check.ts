/**
 * Ends with 0 when the native backend loads and passes its self-test. Run in a process of its own,
 * since a library that aborts takes its process along.
 */
import { chooseBackend } from '../../src/engine/compute/backend.ts';

const { name, notes } = await chooseBackend('tensorflow');
if (name !== 'tensorflow') console.error(notes.join('\n'));
process.exitCode = name === 'tensorflow' ? 0 : 1;
