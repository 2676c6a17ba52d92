import { isUtf8 } from 'node:buffer';

/** A file in an archive. */
export interface ArchiveEntry {
  /** As the archive writes it, with `/`: it may begin with `../`, so nothing is ever opened by it. */
  readonly name: string;
  /** Of the content as the archive states it, in bytes. */
  readonly size: number;
  /** The content; once, and before the next entry is asked for. Throws an {@link ArchiveError} for what is broken. */
  read(): Promise<Uint8Array>;
}

/** An archive, or an entry of one, that cannot be read; the message says why. */
export class ArchiveError extends Error {}

/** Why an archive of which more than `most` bytes would have to be inflated is not read to its end. */
export function tooMuch(most: number): string {
  return `it inflates to more than ${most} bytes`;
}

/** Names are UTF-8 in every archive that builds make today; what is not is shown as Latin-1. */
export function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString(isUtf8(bytes) ? 'utf8' : 'latin1')
    .replaceAll('\\', '/');
}

/** For reports and patterns: names such as `../../etc/passwd` and `webpack://app/./a.js` must not look like other files. */
export function insideOnly(name: string): string {
  return name
    .split('/')
    .filter((part) => !['', '.', '..'].includes(part))
    .join('/');
}
