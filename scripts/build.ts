/** Builds page, main and preload unless they are as new as their sources. */
import { ensureBuilt } from './setup/build.ts';

ensureBuilt();
