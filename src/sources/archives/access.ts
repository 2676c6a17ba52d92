import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes that can be read at any place. */
export interface Access {
  /** In bytes. */
  readonly size: number;
  /** As many bytes as there are, at most `length`. */
  read(offset: number, length: number): Buffer;
  close(): void;
}

/** Throws what the file system throws. */
export function accessFile(file: string): Access {
  const descriptor = openSync(file, 'r');
  return { ...accessDescriptor(descriptor, fstatSync(descriptor).size), close: () => closeSync(descriptor) };
}

/** Of a file of `size` bytes that is open, and stays so. */
export function accessDescriptor(descriptor: number, size: number): Access {
  return {
    size,
    read(offset, length) {
      const bytes = Buffer.alloc(length);
      let filled = 0;
      while (filled < length) {
        const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
        if (count === 0) break;
        filled += count;
      }
      return bytes.subarray(0, filled);
    },
    close: () => undefined,
  };
}

/** An archive within an archive is in memory already. */
export function accessBytes(bytes: Uint8Array): Access {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: (offset, length) => buffer.subarray(offset, offset + length),
    close: () => undefined,
  };
}

const CHUNK = 1 << 16;

/** The bytes from `start` to `end`, a piece at a time. */
export function* chunksOf(access: Access, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; at += CHUNK) {
    const chunk = access.read(at, Math.min(CHUNK, end - at));
    if (chunk.length === 0) return;
    yield chunk;
  }
}
