import { gunzipSync } from 'node:zlib';
import { archiveEntries } from '../archives.js';
import { tooLarge } from '../ledger.js';
import { INSIDE } from '../names.js';
import type { SourceItem } from '../source.js';
import type { Access } from './access.js';
import { ArchiveError, insideOnly, tooMuch } from './entry.js';
import { gunzipBroken, gzipHead } from './gzip.js';
import { InflatesToMore, inflateWith, MOST_OF_BROKEN } from './inflate.js';
import { Labels } from './labels.js';
import { hasMoreThanZip } from './signature.js';

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

/** A text on the archive, or what is left of it: no file, and in nobody's way who looks for files. */
export interface UnpackedLabel {
  readonly entry: null;
  readonly label: SourceItem;
}

/** Takes archives and compressed files apart, within bounds. */
export class Unpacker {
  readonly #settings: UnpackerSettings;
  /** Archives of which something is left that did not come out. */
  readonly #unread = new Set<string>();
  #inflated = 0;

  constructor(settings: UnpackerSettings) {
    this.#settings = settings;
  }

  /** What is inflated from here on counts against a new limit. */
  begin(): void {
    this.#inflated = 0;
    this.#unread.clear();
  }

  /** Whether an archive that was read holds more than came out, or a zip stands among other bytes: its own bytes may show keys too. */
  hasRest(archive: string, bytes: Uint8Array): boolean {
    return this.#unread.has(archive) || hasMoreThanZip(bytes);
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
        const bytes = await this.#attempt({ name, archive }, () => read());
        if (bytes === null) continue;
        // Where the archive does not say.
        if (bytes.length > entry.size) this.spend(bytes.length - entry.size);
        if (bytes.length > maxSize) skip(name, tooLarge(bytes.length, maxSize));
        else yield { name, entry: entry.name, bytes };
      }
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      fail(archive, `the archive was read in part: ${error.message}`);
      if (error.part === null) this.#unread.add(archive);
      else if (error.part.length > 0) yield { entry: null, label: { path: archive, bytes: error.part } };
    }
    for (const label of labels.withKeys()) yield { entry: null, label };
  }

  /** What a gzip file says of itself, where that may hold keys. */
  *labelsOfGzip(name: string, bytes: Uint8Array): Generator<SourceItem> {
    const labels = new Labels(name);
    yield* labels.add('', gzipHead(asBuffer(bytes)).comment);
    yield* labels.withKeys();
  }

  /** What a gzip file holds, which may be itself, of a broken one up to where it breaks; `null` where it holds too much. */
  async gunzip({ name, depth }: NamedArchive, bytes: Uint8Array): Promise<Uint8Array | null> {
    if (this.#isTooDeep(name, depth)) return null;
    return this.#attempt({ name, archive: name }, async () => {
      const content = await this.#gunzipped(bytes);
      this.spend(content.length);
      return content;
    });
  }

  async #gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
    const { maxSize } = this.#settings;
    try {
      return inflateWith(gunzipSync, bytes, maxSize);
    } catch (error) {
      if (error instanceof InflatesToMore) throw error;
      const part = await gunzipBroken(asBuffer(bytes), 0, Math.min(maxSize, MOST_OF_BROKEN));
      throw new ArchiveError((error as Error).message, part);
    }
  }

  #isTooDeep(name: string, depth: number): boolean {
    if (depth < DEEPEST_ARCHIVE) return false;
    this.#settings.skip(name, `an archive within ${DEEPEST_ARCHIVE} others`);
    this.#unread.add(name);
    return true;
  }

  /** What `read` gives, or a part of that. */
  async #attempt(
    { name, archive }: { readonly name: string; readonly archive: string },
    read: () => Promise<Uint8Array>,
  ): Promise<Uint8Array | null> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      this.#settings.fail(name, error.message);
      this.#unread.add(archive);
      return error.part;
    }
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
