import type { Omission } from '../finding.js';
import type { SourceTally } from './source.js';

/** What a source has read and what it has not; plain data, so that a worker can send its own. */
export interface LedgerEntries {
  readonly tally: SourceTally;
  readonly gaps: readonly Omission[];
  readonly skipped: readonly Omission[];
}

/** Keeps the books of a source. The same omission told twice is listed once. */
export class Ledger implements LedgerEntries {
  readonly tally: SourceTally = { files: 0, bytes: 0, blobs: 0 };
  readonly #gaps = new Map<string, Omission>();
  readonly #skipped = new Map<string, Omission>();

  get gaps(): readonly Omission[] {
    return [...this.#gaps.values()];
  }

  get skipped(): readonly Omission[] {
    return [...this.#skipped.values()];
  }

  /** Something in scope could not be read. */
  gap(what: string, why: string, objects?: readonly string[]): void {
    const gap = { what, why, ...(objects && { objects }) };
    this.#gaps.set(keyOf(gap), gap);
  }

  /** Policy leaves something out. */
  skip(what: string, why: string, objects?: readonly string[]): void {
    const skip = { what, why, ...(objects && { objects }) };
    this.#skipped.set(keyOf(skip), skip);
  }

  skipTooLarge(what: string, size: number, maxSize: number): void {
    this.skip(what, tooLarge(size, maxSize));
  }

  skipSubmodule(what: string): void {
    this.skip(what, 'submodule: a repository of its own, scan it there');
  }

  skipRepository(what: string): void {
    this.skip(what, 'a repository in the repository: scan it there');
  }

  skipLfsContent(what: string, objects?: readonly string[]): void {
    this.skip(what, 'Git LFS pointer: the content it stands for was not read', objects);
  }

  count(bytes: number): void {
    this.tally.files++;
    this.tally.bytes += bytes;
  }

  add({ tally, gaps, skipped }: LedgerEntries): void {
    this.tally.files += tally.files;
    this.tally.bytes += tally.bytes;
    this.tally.blobs += tally.blobs;
    for (const gap of gaps) this.#gaps.set(keyOf(gap), gap);
    for (const skip of skipped) this.#skipped.set(keyOf(skip), skip);
  }

  /** As plain data. */
  entries(): LedgerEntries {
    return { tally: { ...this.tally }, gaps: this.gaps, skipped: this.skipped };
  }
}

/** Why something of `size` bytes is left out. */
export function tooLarge(size: number, maxSize: number): string {
  return `${size} bytes, more than the largest size read (--max-size ${maxSize})`;
}

/** Omissions by what they name: threads tell of them as they come. */
export function inOrder(omissions: readonly Omission[]): readonly Omission[] {
  return omissions.toSorted((a, b) => (a.what === b.what ? (a.why < b.why ? -1 : 1) : a.what < b.what ? -1 : 1));
}

/** A source whose books a {@link Ledger} keeps. */
export abstract class Booked {
  protected readonly ledger = new Ledger();

  get tally(): SourceTally {
    return this.ledger.tally;
  }

  get gaps(): readonly Omission[] {
    return this.ledger.gaps;
  }

  get skipped(): readonly Omission[] {
    return this.ledger.skipped;
  }
}

function keyOf({ what, why }: Omission): string {
  return `${what}\0${why}`;
}
