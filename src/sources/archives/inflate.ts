import { constants, createInflateRaw } from 'node:zlib';
import { ArchiveError } from './entry.js';

/** One of node:zlib. */
export type Inflate = (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;

/** What is larger than it may be. */
export class InflatesToMore extends ArchiveError {}

/** Throws an {@link ArchiveError} for what is broken or larger than `maxSize` bytes. */
export function inflateWith(inflate: Inflate, bytes: Uint8Array, maxSize: number): Uint8Array {
  try {
    return inflate(bytes, { maxOutputLength: maxSize });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw tooLarge
      ? new InflatesToMore(`inflates to more than ${maxSize} bytes`)
      : new ArchiveError((error as Error).message);
  }
}

/** What is looked at once more, in small pieces: no more of one archive is worth the time. In bytes. */
export const MOST_OF_BROKEN = 16 << 20;

/** zlib keeps to itself what it was about to give when it fails: it is asked for the smallest pieces that it makes. In bytes. */
const PIECE = 64;

/** Which bytes of what was compressed are asked for. */
interface Wanted {
  readonly from: number;
  readonly to: number;
}

/** A beginning of what was deflated, and where the deflated bytes end; `null` where they break off or are no such. */
interface Beginning {
  readonly content: Buffer;
  readonly end: number | null;
}

/** What comes out of deflated bytes that are broken, or cut off, up to there. */
export async function inflateBroken(bytes: Uint8Array, { from, to }: Wanted): Promise<Beginning> {
  const inflater = createInflateRaw({ chunkSize: PIECE, finishFlush: constants.Z_SYNC_FLUSH });
  const pieces: Buffer[] = [];
  let size = 0;
  const isWhole = await new Promise<boolean>((resolve) => {
    inflater.on('data', (piece: Buffer) => {
      const rest = piece.subarray(Math.max(0, from - size), Math.max(0, to - size));
      if (rest.length > 0) pieces.push(rest);
      size += piece.length;
      if (size < to) return;
      inflater.destroy();
      resolve(false);
    });
    inflater.on('end', () => resolve(true)).on('error', () => resolve(false));
    inflater.end(bytes);
  });
  return { content: Buffer.concat(pieces), end: isWhole ? inflater.bytesWritten : null };
}
