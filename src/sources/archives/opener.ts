import { accessBytes, archiveEntries } from '../archives.js';
import type { Ledger } from '../ledger.js';
import { pathFilter, type Selection } from '../selection.js';
import type { SourceItem } from '../source.js';
import { isClosed, notOpened, packedFormat } from './signature.js';
import { Unpacker } from './unpacker.js';

/**
 * What one archive may inflate to, in bytes. It is one of many files, which somebody may have put there to test such
 * programs: less than where an archive was named.
 */
const MOST_INFLATED = 1_000_000_000;

type Books = Pick<Ledger, 'skip' | 'gap'>;

/** An archive, or a compressed file. */
interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isNamed?: boolean;
}

/**
 * Opens archives that lie among other files. What cannot be read of them is named in `skipped`: a broken archive is no
 * damage to the repository it lies in. Only in one that somebody named is it a gap.
 */
export class Opener {
  readonly #unpacker: Unpacker;
  readonly #ledger: Books;
  /** What policy leaves out of the archive that is open, by the reason. */
  readonly #leftOut = new Map<string, string[]>();
  /** What is broken, or encrypted, in it. */
  readonly #failed = new Map<string, string[]>();

  constructor({ exclude, maxSize }: Selection, ledger: Books) {
    this.#ledger = ledger;
    // The archive itself is in the selection, and in this shard.
    const filter = pathFilter({ include: [], exclude, maxSize });
    this.#unpacker = new Unpacker({
      maxSize,
      mostInflated: MOST_INFLATED,
      skip: (name, why) => note(this.#leftOut, name, why),
      fail: (name, why) => note(this.#failed, name, why),
      takes: (name) => {
        const leftOut = filter?.file(name) ?? null;
        if (leftOut !== null) ledger.skip(leftOut.what, leftOut.why);
        return leftOut === null;
      },
    });
  }

  /** What stands in and on what has a {@link packedFormat}; where not all of it comes out, its own bytes too. */
  async *open({ path, bytes, isNamed }: PackedFile): AsyncGenerator<SourceItem> {
    this.#unpacker.begin();
    yield* this.#open(path, bytes, 0);
    this.#tell(this.#leftOut, path, (what, why) => this.#ledger.skip(what, why));
    this.#tell(this.#failed, path, (what, why) => this.#ledger[isNamed === true ? 'gap' : 'skip'](what, why));
  }

  /** One row for each reason: an archive may hold thousands of files that are encrypted. */
  #tell(unread: Map<string, string[]>, path: string, say: (what: string, why: string) => void): void {
    for (const [why, [first = path, ...others]] of unread) {
      if (others.length === 0) say(first, why);
      else say(path, `${why}: ${others.length + 1} files in it, the first ${first.slice(path.length)}`);
    }
    unread.clear();
  }

  async *#open(path: string, bytes: Uint8Array, depth: number): AsyncGenerator<SourceItem> {
    const format = packedFormat(bytes);
    const access = accessBytes(bytes);
    if (format === null) yield { path, bytes };
    else if (isClosed(format)) {
      note(this.#leftOut, path, notOpened(format));
      yield { path, bytes };
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
    if (this.#unpacker.hasRest(path, bytes)) yield { path, bytes, isRest: true };
  }
}

function note(unread: Map<string, string[]>, name: string, why: string): void {
  const names = unread.get(why);
  if (names === undefined) unread.set(why, [name]);
  else names.push(name);
}
