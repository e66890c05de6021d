/**
 * Ports for oRPC's message-port adapter, made from whatever carries text both ways. Every transport
 * of the studio is such a port, so that calls, streams and cancelling are the same code everywhere.
 */

/** A listener list in the form that oRPC's adapter knows from browser extensions. */
interface Signal<Value> {
  addListener(listener: (value: Value) => void): void;
}

/** What `RPCLink({ port })` and `RPCHandler.upgrade(port)` take. */
export interface Port {
  postMessage(message: unknown): void;
  readonly onMessage: Signal<unknown>;
  readonly onDisconnect: Signal<void>;
}

/** A port, and the two things that its carrier tells it. */
export interface DressedPort {
  readonly port: Port;
  /** A message has come from the other side. */
  receive(message: unknown): void;
  /** The carrier is gone: calls under way end with an AbortError. */
  close(): void;
}

/** Dresses a carrier, of which only `send` is known, as a port. */
export function dressPort(send: (message: unknown) => void): DressedPort {
  const messages = createSignal<unknown>();
  const disconnects = createSignal<void>();
  return {
    port: { postMessage: send, onMessage: messages, onDisconnect: disconnects },
    receive: messages.emit,
    close: disconnects.emit,
  };
}

function createSignal<Value>() {
  const listeners: ((value: Value) => void)[] = [];
  return {
    addListener: (listener: (value: Value) => void) => {
      listeners.push(listener);
    },
    emit: (value: Value) => {
      for (const listener of listeners) listener(value);
    },
  };
}
