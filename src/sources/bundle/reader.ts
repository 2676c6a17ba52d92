import path from 'node:path';
import type { Prefilter } from '../../detect/index.js';
import { type Access, accessBytes, archiveEntries, ArchiveError } from '../archives.js';
import { insideOnly } from '../archives/entry.js';
import { notOpened, packedFormat } from '../archives/signature.js';
import { Unpacker } from '../archives/unpacker.js';
import type { Ledger } from '../ledger.js';
import { INSIDE } from '../names.js';
import type { Selection } from '../selection.js';
import type { SourceItem } from '../source.js';
import { inflate, uncompressedName } from './compressed.js';
import { INLINE_MAP, mapComments } from './map-comment.js';
import { parseSourceMap, type SourceMap, SourceMapError } from './source-map.js';

/** Where an item of a bundle comes from, for tracing its keys back. */
export interface BundleOrigin {
  readonly public: boolean;
  /** A file of the bundle: generated, a source map, or the original that a map carries. */
  readonly kind: 'generated' | 'map' | 'original';
  /** The original's name as its map writes it. */
  readonly original: string | null;
  /** The file that the item is, or whose map carries it: its name as in `path`. */
  readonly file: string;
  /** Reads `file`, or one whose address is given relative to it; `null` where that is not part of what was named. */
  read(address?: string): Promise<Uint8Array | null>;
  /** Where the map of the file is, said elsewhere than in the file; `null` where nothing else says. */
  mapAddress(): string | null;
}

/** One file on its way through: how it is called in reports, and how to read it and its neighbours again. */
export interface BundleFile {
  readonly name: string;
  readonly public: boolean;
  /** A neighbour by its address relative to the file, the file itself by `null`. */
  readonly reread: (address: string | null) => Promise<Uint8Array | null>;
  readonly mapAddress?: () => string | null;
  /** How many archives it lies in. */
  readonly depth: number;
}

/** What all archives of one target may inflate to, in bytes. */
const MOST_INFLATED = 4_000_000_000;

export interface ReaderSettings {
  readonly selection: Selection;
  readonly prefilter: Prefilter;
  readonly ledger: Ledger;
  /** Whether the file of an archive, by its name in reports, is read; the one that says no keeps the books. */
  readonly takes: (name: string) => boolean;
  /** Whether people get at the file of an archive, by its name in reports. */
  readonly isPublic: (name: string) => boolean;
}

/** Turns the files of a bundle into items: what they hold, what is packed in them, and the originals that maps carry. */
export class BundleReader {
  /** By the item's path. */
  readonly origins = new Map<string, BundleOrigin>();
  readonly #settings: ReaderSettings;
  readonly #ledger: Ledger;
  readonly #unpacker: Unpacker;

  constructor(settings: ReaderSettings) {
    const { selection, ledger, takes } = settings;
    this.#settings = settings;
    this.#ledger = ledger;
    this.#unpacker = new Unpacker({
      maxSize: selection.maxSize,
      mostInflated: MOST_INFLATED,
      skip: (name, why) => ledger.skip(name, why),
      takes,
      fail: (name, why) => ledger.gap(name, why),
    });
  }

  /** What is inflated from here on counts against the limit of a new target. */
  beginTarget(): void {
    this.#unpacker.begin();
  }

  async *read(file: BundleFile, bytes: Uint8Array): AsyncGenerator<SourceItem> {
    if (archiveEntries(accessBytes(bytes)) !== null) {
      yield* this.readArchive(file, accessBytes(bytes));
      if (this.#unpacker.hasRest(file.name, bytes)) yield { path: file.name, bytes, isRest: true };
      return;
    }
    const format = packedFormat(bytes);
    if (format === 'gzip') yield* this.#unpacker.labelsOfGzip(file.name, bytes);
    else if (format !== null) this.#ledger.skip(file.name, notOpened(format));
    const content = await this.#uncompressed(file, bytes);
    if (content === null) return;
    if (content !== bytes) {
      if (archiveEntries(accessBytes(content)) !== null) {
        yield* this.readArchive({ ...file, depth: file.depth + 1 }, accessBytes(content));
        return;
      }
      const inner = packedFormat(content);
      if (inner !== null) this.#ledger.skip(file.name, notOpened(inner));
    }
    this.#ledger.count(content.length);
    const flagged = this.#settings.prefilter.test(content);
    const isMap = MAP_NAME.test(file.name) || (flagged && isMapText(content));
    if (flagged && isMap) yield* this.#readMap(file, Buffer.from(content).toString('utf8'));
    if (!isMap && includes(content, INLINE_MAP)) {
      for (const { text } of mapComments(Buffer.from(content).toString('utf8'))) {
        if (text !== null) yield* this.#readMap(file, text);
      }
    }
    if (flagged) yield this.#item(file, file.name, content, null, isMap ? 'map' : 'generated');
  }

  async *readArchive(file: BundleFile, access: Access): AsyncGenerator<SourceItem> {
    for await (const unpacked of this.#unpacker.files(file, access)) {
      if (unpacked.entry === null) {
        yield unpacked.label;
        continue;
      }
      const { name, entry, bytes } = unpacked;
      const reread = (address: string | null): Promise<Uint8Array | null> =>
        this.#reopen(file, address === null ? entry : path.posix.join(path.posix.dirname(entry), address));
      yield* this.read({ name, public: this.#settings.isPublic(name), reread, depth: file.depth + 1 }, bytes);
    }
  }

  /** `null` where it is broken, or the same as the file beside it. */
  async #uncompressed(file: BundleFile, bytes: Uint8Array): Promise<Uint8Array | null> {
    const plainName = uncompressedName(file.name);
    if (plainName === null) return packedFormat(bytes) === 'gzip' ? this.#unpacker.gunzip(file, bytes) : bytes;
    try {
      const content = inflate(bytes, file.name, this.#settings.selection.maxSize);
      this.#unpacker.spend(content.length);
      const plain = await file.reread(path.posix.basename(plainName));
      return plain !== null && Buffer.compare(plain, content) === 0 ? null : content;
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      this.#ledger.gap(file.name, error.message);
      return null;
    }
  }

  /** An entry of the archive `file`, for tracing: archives are read from the start again. */
  async #reopen(file: BundleFile, entryName: string): Promise<Uint8Array | null> {
    const archive = await file.reread(null);
    if (archive === null) return null;
    try {
      for await (const entry of archiveEntries(accessBytes(archive)) ?? []) {
        const { name, size, read } = entry;
        if (name === entryName && read !== null && size <= this.#settings.selection.maxSize) return await read();
      }
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
    }
    return null;
  }

  *#readMap(file: BundleFile, text: string): Generator<SourceItem> {
    const map = this.#parseMap(file.name, text);
    for (const { name, content } of map?.sources ?? []) {
      if (content === null) continue;
      const bytes = Buffer.from(content);
      if (this.#settings.prefilter.test(bytes)) {
        yield this.#item(file, file.name + INSIDE + insideOnly(name), bytes, name);
      }
    }
  }

  #parseMap(name: string, text: string): SourceMap | null {
    try {
      return parseSourceMap(text);
    } catch (error) {
      if (!(error instanceof SourceMapError)) throw error;
      this.#ledger.gap(name, `broken source map: ${error.message}`);
      return null;
    }
  }

  #item(
    file: BundleFile,
    itemPath: string,
    bytes: Uint8Array,
    original: string | null,
    kind: BundleOrigin['kind'] = 'original',
  ): SourceItem {
    this.origins.set(itemPath, {
      public: file.public,
      kind,
      original,
      file: file.name,
      read: async (address) => {
        const found = await file.reread(address ?? null);
        return found && this.#inflatedAgain(found, address ?? file.name);
      },
      mapAddress: () => file.mapAddress?.() ?? null,
    });
    return { path: itemPath, bytes };
  }

  #inflatedAgain(bytes: Uint8Array, name: string): Uint8Array | null {
    try {
      return inflate(bytes, name, this.#settings.selection.maxSize);
    } catch {
      return null;
    }
  }
}

const MAP_NAME = /\.map(?:\.(?:gz|br))?(?:\?.*)?$/i;

/** How far the members of a map are looked for at both ends of a file. In bytes. */
const ENDS = 4096;

/** Whether a file is a source map by what it holds, whatever its name: JSON with what every map has. */
function isMapText(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, ENDS)).toString('latin1');
  if (!/^(?:\xEF\xBB\xBF)?(?:\)\]\}'[^\n]*\n)?\s*\{/.test(head)) return false;
  const ends = head + Buffer.from(bytes.subarray(-ENDS)).toString('latin1');
  return /"version"\s*:\s*3\b/.test(ends) && includes(bytes, '"mappings"') && includes(bytes, '"sourcesContent"');
}

function includes(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text, 0, 'latin1');
}
