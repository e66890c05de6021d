/** Tells every open page what has changed; a slow page gets the newest value of each thing. */
import type { StudioEvent } from '../../contract/project.ts';

export interface EventHub {
  publish(event: StudioEvent): void;
  /** The given events first, then what is published, until the signal aborts or the hub closes. */
  subscribe(first: readonly StudioEvent[], signal?: AbortSignal): AsyncGenerator<StudioEvent>;
  close(): void;
}

interface Subscriber {
  /** Waiting events by what they are about; a newer one takes the older one's place. */
  readonly waiting: Map<string, StudioEvent>;
  wake(): void;
}

export function createEventHub(): EventHub {
  const subscribers = new Set<Subscriber>();
  let notices = 0;
  let isClosed = false;
  const keyOf = (event: StudioEvent) => subjectOf(event) ?? `notice:${notices++}`;
  return {
    publish(event) {
      for (const { waiting, wake } of subscribers) {
        waiting.set(keyOf(event), event);
        wake();
      }
    },
    async *subscribe(first, signal) {
      const waiting = new Map(first.map((event) => [keyOf(event), event]));
      let wake = () => {};
      const subscriber: Subscriber = { waiting, wake: () => wake() };
      subscribers.add(subscriber);
      signal?.addEventListener('abort', subscriber.wake);
      try {
        while (!isClosed && !signal?.aborted) {
          for (const [key, event] of waiting) {
            waiting.delete(key);
            yield event;
          }
          if (waiting.size > 0 || isClosed || signal?.aborted) continue;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        subscribers.delete(subscriber);
        signal?.removeEventListener('abort', subscriber.wake);
      }
    },
    close() {
      isClosed = true;
      for (const { wake } of subscribers) wake();
    },
  };
}

function subjectOf(event: StudioEvent): string | undefined {
  switch (event.kind) {
    case 'image':
      return `image:${event.image.id}`;
    case 'people':
      return `people:${event.imageId}`;
    case 'job':
      return `job:${event.job.id}`;
    case 'run':
      return `run:${event.run.id}`;
    case 'notice':
      return undefined;
    default:
      return event.kind;
  }
}
