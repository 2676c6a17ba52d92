import { isUtf8 } from 'node:buffer';

/** A file, a link or a folder in an archive. */
export interface ArchiveEntry {
  /**
   * As the archive writes it, with `/`, which ends those of folders: it may begin with `../`, so nothing is ever opened by
   * it. Empty where the archive says something of itself.
   */
  readonly name: string;
  /** Of the content as the archive states it, in bytes. */
  readonly size: number;
  /** What the archive says of it beside name and content. */
  readonly comment?: string;
  /**
   * The content, of a link what it leads to, as git has it; once, and before the next entry is asked for. Throws an
   * {@link ArchiveError} for what is broken. `null` where there is none.
   */
  readonly read: (() => Promise<Uint8Array>) | null;
}

/** An archive, or an entry of one, that cannot be read to its end; the message says why. */
export class ArchiveError extends Error {
  /** What of it is readable all the same, if anybody can tell: of an entry its beginning, of an archive what follows the last entry. */
  readonly part: Uint8Array | null;

  constructor(message: string, part: Uint8Array | null = null) {
    super(message);
    this.part = part;
  }
}

/** Why an archive of which more than `most` bytes would have to be inflated is not read to its end. */
export function tooMuch(most: number): string {
  return `it inflates to more than ${most} bytes`;
}

/** Texts are UTF-8 in every archive that builds make today; what is not is shown as Latin-1. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

/** Of a name, with `/`. */
export function nameOf(bytes: Uint8Array): string {
  return textOf(bytes).replaceAll('\\', '/');
}

/** What an archive says of itself; nothing where that is nothing. */
export function* ofItself(comment: string): Generator<ArchiveEntry> {
  if (comment !== '') yield { name: '', size: 0, comment, read: null };
}

/** For reports and patterns: names such as `../../etc/passwd` and `webpack://app/./a.js` must not look like other files. */
export function insideOnly(name: string): string {
  return name
    .split('/')
    .filter((part) => !['', '.', '..'].includes(part))
    .join('/');
}
