/** Messages from work that goes on by itself to whoever reads them. */
export interface Outbox<Message> {
  put(message: Message): void;
  /** What was put, in order, until `work` has ended; throws what it threw. */
  read(work: Promise<void>): AsyncGenerator<Message, void>;
}

export function createOutbox<Message>(): Outbox<Message> {
  const waiting: Message[] = [];
  let wake = () => {};
  return {
    put(message) {
      waiting.push(message);
      wake();
    },
    async *read(work) {
      let hasEnded = false;
      const ending = work.finally(() => {
        hasEnded = true;
        wake();
      });
      ending.catch(() => undefined); // thrown below
      while (!hasEnded || waiting.length > 0) {
        yield* waiting.splice(0);
        if (hasEnded || waiting.length > 0) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      await ending;
    },
  };
}
