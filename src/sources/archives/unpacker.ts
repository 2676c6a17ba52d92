import { gunzipSync } from 'node:zlib';
import { archiveEntries } from '../archives.js';
import { tooLarge } from '../ledger.js';
import { INSIDE } from '../names.js';
import type { SourceItem } from '../source.js';
import type { Access } from './access.js';
import { ArchiveError, insideOnly, tooMuch } from './entry.js';
import { gzipComment } from './gzip.js';
import { inflateWith } from './inflate.js';
import { Labels } from './labels.js';

/** Archives in archives in archives: deeper ones are named in `skipped`. */
const DEEPEST_ARCHIVE = 3;
/** Entries of one archive. */
const MOST_ENTRIES = 200_000;

export interface UnpackerSettings {
  /** Of one file, in bytes: larger ones are left out and named. */
  readonly maxSize: number;
  /** What all that is unpacked may inflate to, in bytes: a bomb is ended here. */
  readonly mostInflated: number;
  /** Tells of what is left out. */
  readonly skip: (name: string, why: string) => void;
  /** Whether the file of an archive, by its name in reports, is read; the one that says no keeps the books. */
  readonly takes: (name: string) => boolean;
  /** Tells of what is broken, or encrypted. */
  readonly fail: (name: string, why: string) => void;
}

/** An archive by its name in reports. */
export interface NamedArchive {
  readonly name: string;
  /** How many archives it lies in. */
  readonly depth: number;
}

export interface UnpackedFile {
  /** In reports: `app.zip!/assets/a.js`. */
  readonly name: string;
  /** In its archive, as that writes it. */
  readonly entry: string;
  readonly bytes: Uint8Array;
}

/** A text on the archive: no file, and in nobody's way who looks for files. */
export interface UnpackedLabel {
  readonly entry: null;
  readonly label: SourceItem;
}

/** Takes archives and compressed files apart, within bounds. */
export class Unpacker {
  readonly #settings: UnpackerSettings;
  #inflated = 0;

  constructor(settings: UnpackerSettings) {
    this.#settings = settings;
  }

  /** What is inflated from here on counts against a new limit. */
  begin(): void {
    this.#inflated = 0;
  }

  /** Counts what was inflated. Throws an {@link ArchiveError} where it is too much. */
  spend(bytes: number): void {
    const { mostInflated } = this.#settings;
    this.#inflated += bytes;
    if (this.#inflated > mostInflated) throw new ArchiveError(tooMuch(mostInflated));
  }

  /** The files in an archive, and at its end the names and comments that may hold keys. */
  async *files({ name: archive, depth }: NamedArchive, access: Access): AsyncGenerator<UnpackedFile | UnpackedLabel> {
    const { maxSize, mostInflated, skip, takes, fail } = this.#settings;
    if (this.#isTooDeep(archive, depth)) return;
    const labels = new Labels(archive);
    try {
      let entries = 0;
      for await (const entry of archiveEntries(access, mostInflated) ?? []) {
        if (++entries > MOST_ENTRIES) throw new ArchiveError(`more than ${MOST_ENTRIES} files`);
        const name = archive + INSIDE + insideOnly(entry.name);
        if (entry.name !== '' && !takes(name)) continue;
        for (const label of labels.add(entry.name, entry.comment)) yield { entry: null, label };
        const { read } = entry;
        if (read === null) continue;
        if (entry.size > maxSize) {
          skip(name, tooLarge(entry.size, maxSize));
          continue;
        }
        this.spend(entry.size);
        const bytes = await this.#attempt(name, () => read());
        if (bytes !== null) yield { name, entry: entry.name, bytes };
      }
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      fail(archive, `the archive was read in part: ${error.message}`);
    }
    for (const label of labels.withKeys()) yield { entry: null, label };
  }

  /** What a gzip file says of itself, where that may hold keys. */
  *labelsOfGzip(name: string, bytes: Uint8Array): Generator<SourceItem> {
    const labels = new Labels(name);
    yield* labels.add('', gzipComment(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
    yield* labels.withKeys();
  }

  /** What a gzip file holds, which may be itself; `null` where it is broken, or holds too much. */
  async gunzip({ name, depth }: NamedArchive, bytes: Uint8Array): Promise<Uint8Array | null> {
    if (this.#isTooDeep(name, depth)) return null;
    return this.#attempt(name, () => {
      const content = inflateWith(gunzipSync, bytes, this.#settings.maxSize);
      this.spend(content.length);
      return content;
    });
  }

  #isTooDeep(name: string, depth: number): boolean {
    if (depth < DEEPEST_ARCHIVE) return false;
    this.#settings.skip(name, `an archive within ${DEEPEST_ARCHIVE} others`);
    return true;
  }

  async #attempt<Result>(name: string, read: () => Result | Promise<Result>): Promise<Result | null> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      this.#settings.fail(name, error.message);
      return null;
    }
  }
}
