/** Sets up the native TensorFlow library when a user has agreed to its size. */
import type { Job } from '../../contract/job.ts';
import type { NativeLibrary } from '../../contract/system.ts';
import type { Jobs } from './jobs.ts';

export interface NativeInstaller {
  status(): Promise<NativeLibrary>;
  /**
   * @param onProgress how many of how many steps, of which most are megabytes
   * @returns a sentence
   * @throws StudioError `compute/backend` with the reason; what was there before is then intact
   */
  install(onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<string>;
}

export interface NativeSetup {
  status(): Promise<NativeLibrary>;
  /** The one that runs, if any does. */
  start(): Job;
}

interface Parts {
  readonly jobs: Jobs;
  readonly installer: NativeInstaller;
  onReady(): void;
}

export function createNativeSetup({ jobs, installer, onReady }: Parts): NativeSetup {
  return {
    status: installer.status,
    start() {
      const running = jobs
        .list()
        .find(({ kind, status }) => kind === 'setup' && status === 'running');
      if (running !== undefined) return running;
      return jobs.start({
        kind: 'setup',
        title: 'Set up native TensorFlow',
        async run({ setTotal, step, signal }) {
          let steps = 0;
          const message = await installer.install((done, total) => {
            setTotal(total);
            for (; steps < done; steps++) step();
          }, signal);
          onReady();
          return { message };
        },
      });
    },
  };
}
