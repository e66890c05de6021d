/** Looks through a folder in a thread of its own: some of the files are hundreds of megabytes. */
import { parentPort, workerData } from 'node:worker_threads';
import { scanModelFolder } from './scan-folder.ts';

parentPort?.postMessage(scanModelFolder(String(workerData)));
