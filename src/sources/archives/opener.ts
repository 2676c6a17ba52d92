import { accessBytes, archiveEntries } from '../archives.js';
import type { Ledger } from '../ledger.js';
import { pathFilter, type Selection } from '../selection.js';
import type { SourceItem } from '../source.js';
import { type PackedFormat, packedFormat } from './signature.js';
import { Unpacker } from './unpacker.js';

/** Told apart so that they can be named: Node has nothing that opens them. */
const CLOSED: readonly PackedFormat[] = ['xz', 'bzip2', 'zstd', '7z', 'rar'];

/**
 * What one archive may inflate to, in bytes. It is one of many files, which somebody may have put there to test such
 * programs: less than where an archive was named.
 */
const MOST_INFLATED = 1_000_000_000;

/**
 * Opens archives that lie among other files. What cannot be read of them is named in `skipped`: a broken archive is no
 * damage to the repository it lies in.
 */
export class Opener {
  readonly #unpacker: Unpacker;
  readonly #ledger: Pick<Ledger, 'skip'>;
  /** What was not read of the archive that is open, by the reason. */
  readonly #unread = new Map<string, string[]>();

  constructor({ exclude, maxSize }: Selection, ledger: Pick<Ledger, 'skip'>) {
    this.#ledger = ledger;
    // The archive itself is in the selection, and in this shard.
    const filter = pathFilter({ include: [], exclude, maxSize });
    this.#unpacker = new Unpacker({
      maxSize,
      mostInflated: MOST_INFLATED,
      skip: (name, why) => this.#skip(name, why),
      fail: (name, why) => this.#skip(name, why),
      takes: (name) => {
        const leftOut = filter?.file(name) ?? null;
        if (leftOut !== null) ledger.skip(leftOut.what, leftOut.why);
        return leftOut === null;
      },
    });
  }

  /** The files in what has a {@link packedFormat}; where nothing comes out of it, its own bytes. */
  async *open(path: string, bytes: Uint8Array): AsyncGenerator<SourceItem> {
    this.#unpacker.begin();
    let isOpened = false;
    for await (const file of this.#open(path, bytes, 0)) {
      isOpened = true;
      yield file;
    }
    if (!isOpened) yield { path, bytes };
    this.#tell(path);
  }

  #skip(name: string, why: string): void {
    const names = this.#unread.get(why);
    if (names === undefined) this.#unread.set(why, [name]);
    else names.push(name);
  }

  /** One row for each reason: an archive may hold thousands of files that are encrypted. */
  #tell(path: string): void {
    for (const [why, [first = path, ...others]] of this.#unread) {
      if (others.length === 0) this.#ledger.skip(first, why);
      else this.#ledger.skip(path, `${why}: ${others.length + 1} files in it, the first ${first.slice(path.length)}`);
    }
    this.#unread.clear();
  }

  async *#open(path: string, bytes: Uint8Array, depth: number): AsyncGenerator<SourceItem> {
    const format = packedFormat(bytes);
    const access = accessBytes(bytes);
    if (format === null) yield { path, bytes };
    else if (CLOSED.includes(format)) {
      this.#skip(path, `compressed (${format}): not opened`);
    } else if (archiveEntries(access) !== null) {
      for await (const file of this.#unpacker.files({ name: path, depth }, access)) {
        if (file.entry === null) yield file.label;
        else yield* this.#open(file.name, file.bytes, depth + 1);
      }
    } else {
      yield* this.#unpacker.labelsOfGzip(path, bytes);
      const content = await this.#unpacker.gunzip({ name: path, depth }, bytes);
      if (content !== null) yield* this.#open(path, content, depth + 1);
    }
  }
}
