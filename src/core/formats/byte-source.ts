/** A file that is read piece by piece, so that 300 MB of it need not be in memory. */
export interface ByteSource {
  /** Name of the file, for messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Exactly `length` bytes from `offset` on; the caller has compared with `size`. */
  read(offset: number, length: number): Uint8Array;
}

/** Bytes that are in memory already; what is read are views of them. */
export function sourceOfBytes(bytes: Uint8Array, name: string): ByteSource {
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length);
  return { name, size: bytes.length, read };
}
