import { Buffer } from 'node:buffer';

/**
 * Answers one question about raw bytes, fast: could a key be in here? "No" is certain, "yes" only means that
 * {@link detect} has to look.
 */
export interface Prefilter {
  /** Read straight into this; it is reused, so whoever keeps bytes copies them. */
  readonly window: Buffer;
  /** Whether the first `length` bytes of `window` hold a needle. */
  testWindow(length: number): boolean;
  /** The same for bytes that stand elsewhere, of any length. */
  test(bytes: Uint8Array): boolean;
}

export function createPrefilter(): Prefilter {
  const window = Buffer.alloc(1 << 20);
  const test = (bytes: Uint8Array): boolean =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('sk-', 0, 'latin1');
  return { window, testWindow: (length) => test(window.subarray(0, length)), test };
}
