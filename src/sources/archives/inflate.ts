import { ArchiveError } from './entry.js';

/** One of node:zlib. */
export type Inflate = (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;

/** Throws an {@link ArchiveError} for what is broken or larger than `maxSize` bytes. */
export function inflateWith(inflate: Inflate, bytes: Uint8Array, maxSize: number): Uint8Array {
  try {
    return inflate(bytes, { maxOutputLength: maxSize });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ArchiveError(tooLarge ? `inflates to more than ${maxSize} bytes` : (error as Error).message);
  }
}
