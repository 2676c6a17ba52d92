import { accessBytes, archiveEntries } from '../archives.js';
import type { Ledger } from '../ledger.js';
import { pathFilter, type Selection } from '../selection.js';
import { type PackedFormat, packedFormat } from './signature.js';
import { Unpacker } from './unpacker.js';

/** Told apart so that they can be named: Node has nothing that opens them. */
const CLOSED: readonly PackedFormat[] = ['xz', 'bzip2', 'zstd', '7z', 'rar'];

/**
 * What one archive may inflate to, in bytes. It is one of many files, which somebody may have put there to test such
 * programs: less than where an archive was named.
 */
const MOST_INFLATED = 1_000_000_000;

/** Something that stands in an archive, or all that a compressed file holds. */
export interface OpenedFile {
  /** In reports: `backup.zip!/config/.env`; of a compressed file its own. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Opens archives that lie among other files. What cannot be read of them is named in `skipped`: a broken archive is no
 * damage to the repository it lies in.
 */
export class Opener {
  readonly #unpacker: Unpacker;
  readonly #ledger: Pick<Ledger, 'skip' | 'skipTooLarge'>;

  constructor({ exclude, maxSize }: Selection, ledger: Pick<Ledger, 'skip' | 'skipTooLarge'>) {
    this.#ledger = ledger;
    // The archive itself is in the selection, and in this shard.
    const filter = pathFilter({ include: [], exclude, maxSize });
    this.#unpacker = new Unpacker({
      maxSize,
      mostInflated: MOST_INFLATED,
      ledger,
      takes: (name) => {
        const leftOut = filter?.file(name) ?? null;
        if (leftOut !== null) ledger.skip(leftOut.what, leftOut.why);
        return leftOut === null;
      },
      fail: (name, why) => ledger.skip(name, why),
    });
  }

  /** The files in what has a {@link packedFormat}; where nothing comes out of it, its own bytes. */
  async *open(path: string, bytes: Uint8Array): AsyncGenerator<OpenedFile> {
    this.#unpacker.begin();
    let isOpened = false;
    for await (const file of this.#open(path, bytes, 0)) {
      isOpened = true;
      yield file;
    }
    if (!isOpened) yield { path, bytes };
  }

  async *#open(path: string, bytes: Uint8Array, depth: number): AsyncGenerator<OpenedFile> {
    const format = packedFormat(bytes);
    const access = accessBytes(bytes);
    if (format === null) yield { path, bytes };
    else if (CLOSED.includes(format)) {
      this.#ledger.skip(path, `compressed (${format}): not opened`);
    } else if (archiveEntries(access) !== null) {
      for await (const file of this.#unpacker.files({ name: path, depth }, access)) {
        yield* this.#open(file.name, file.bytes, depth + 1);
      }
    } else {
      const content = await this.#unpacker.gunzip({ name: path, depth }, bytes);
      if (content !== null) yield* this.#open(path, content, depth + 1);
    }
  }
}
