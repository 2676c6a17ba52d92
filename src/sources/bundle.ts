import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { exposureOf } from '../client/outputs.js';
import type { Prefilter } from '../detect/index.js';
import { type Access, accessBytes, accessFile, archiveEntries, ArchiveError } from './archives.js';
import { inflate, uncompressedName } from './bundle/compressed.js';
import { filesBelow, outputsIn } from './bundle/folder.js';
import { INLINE_MAP, mapComments } from './bundle/map-comment.js';
import { parseSourceMap, type SourceMap, SourceMapError } from './bundle/source-map.js';
import type { NamedFiles } from './files.js';
import { readableReason } from './files/reader.js';
import { isWithin } from './files/targets.js';
import { Ledger } from './ledger.js';
import { withSlashes } from './names.js';
import { pathFilter, type PathFilter, type Selection } from './selection.js';
import type { Source, SourceItem } from './source.js';

/** Where an item of a bundle comes from, for tracing its keys back. */
export interface BundleOrigin {
  readonly public: boolean;
  /** The generated file itself, or the original that its source map carries. */
  readonly kind: 'generated' | 'original';
  /** The original's name as its map writes it. */
  readonly original: string | null;
  /** The file that the item is, or whose map carries it: its name as in `path`. */
  readonly file: string;
  /** Reads `file`, or one whose address is given relative to it; `null` where that is not part of what was named. */
  read(address?: string): Promise<Uint8Array | null>;
}

/** A source of built code, which can say where each of its items comes from. */
export interface BundleSource extends Source {
  /** By the item's path. */
  readonly origins: ReadonlyMap<string, BundleOrigin>;
  /** Absolute folders that were named: their project is looked at when a key is traced. */
  readonly folders: readonly string[];
}

/** Archives in archives in archives: deeper ones are named in `skipped`. */
const DEEPEST_ARCHIVE = 3;
/** What all archives of one target may inflate to, in bytes: a bomb is ended here. */
const MOST_INFLATED = 4_000_000_000;
/** Entries of one archive. */
const MOST_ENTRIES = 200_000;

/**
 * Built frontend code: folders (of a project its public output), files, and archives. Items are files, what compressed
 * files and archives hold (`app.zip!/assets/a.js`), and the originals that source maps carry (`a.js.map!/src/a.ts`).
 */
export function openBundle(named: NamedFiles, selection: Selection, prefilter: Prefilter): BundleSource {
  return new LocalBundle(named, selection, prefilter);
}

/** One file on its way through: how it is called in reports, and how to read it and its neighbours again. */
interface BundleFile {
  readonly name: string;
  readonly reread: (address: string) => Promise<Uint8Array | null>;
  readonly depth: number;
}

class LocalBundle implements BundleSource {
  readonly kind = 'bundle';
  readonly root: string;
  readonly empty = false;
  readonly origins = new Map<string, BundleOrigin>();
  readonly folders: readonly string[];
  readonly #named: NamedFiles;
  readonly #selection: Selection;
  readonly #prefilter: Prefilter;
  readonly #ledger = new Ledger();
  #filter: PathFilter | null = null;
  #inflated = 0;

  constructor(named: NamedFiles, selection: Selection, prefilter: Prefilter) {
    this.root = named.root;
    this.folders = [...new Set(named.targets.map(({ path: at, isFolder }) => (isFolder ? at : path.dirname(at))))];
    this.#named = named;
    this.#selection = selection;
    this.#prefilter = prefilter;
    for (const { what, why } of named.gaps) this.#ledger.gap(what, why);
  }

  get tally() {
    return this.#ledger.tally;
  }

  get gaps() {
    return this.#ledger.gaps;
  }

  get skipped() {
    return this.#ledger.skipped;
  }

  async *items(): AsyncGenerator<SourceItem, void, undefined> {
    this.#filter = pathFilter(this.#selection);
    const seen = new Set<string>();
    for (const target of this.#named.targets) {
      this.#inflated = 0;
      if (target.glob !== null) this.#ledger.gap(target.word, 'is no file: name a folder, a file, an archive or a URL');
      else if (target.isFolder) yield* this.#readFolder(target.path, seen);
      else yield* this.#readOnce(target.path, path.dirname(target.path), seen);
    }
  }

  async *#readFolder(folder: string, seen: Set<string>): AsyncGenerator<SourceItem> {
    const outputs = outputsIn(folder);
    for (const output of outputs.length > 0 ? outputs : [folder]) {
      for (const file of filesBelow(output, (name) => this.#display(name), this.#ledger)) {
        yield* this.#readOnce(file, output, seen);
      }
    }
  }

  async *#readOnce(file: string, folder: string, seen: Set<string>): AsyncGenerator<SourceItem> {
    if (seen.has(file)) return;
    seen.add(file);
    const name = this.#display(file);
    if (!this.#takes(name, withSlashes(file))) return;
    const reread = (address: string): Promise<Uint8Array | null> => {
      const neighbour = path.resolve(path.dirname(file), address);
      return Promise.resolve(isWithin(folder, neighbour) ? this.#readWhole(neighbour) : null);
    };
    try {
      const { size } = lstatSync(file);
      if (size <= this.#selection.maxSize) yield* this.#read({ name, reread, depth: 0 }, readFileSync(file));
      else yield* this.#readLarge({ name, reread, depth: 0 }, file, size);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      this.#ledger.gap(name, readableReason(error));
    }
  }

  /** Only an archive can be read in parts. */
  async *#readLarge(at: BundleFile, file: string, size: number): AsyncGenerator<SourceItem> {
    const access = accessFile(file);
    try {
      if (archiveEntries(access) === null) this.#ledger.skipTooLarge(at.name, size, this.#selection.maxSize);
      else yield* this.#readArchive(at, access);
    } finally {
      access.close();
    }
  }

  async *#read(file: BundleFile, bytes: Uint8Array): AsyncGenerator<SourceItem> {
    if (archiveEntries(accessBytes(bytes)) !== null) {
      yield* this.#readArchive(file, accessBytes(bytes));
      return;
    }
    const content = await this.#uncompressed(file, bytes);
    if (content === null) return;
    this.#ledger.count(content.length);
    const flagged = this.#prefilter.test(content);
    const isMap = file.name.replace(/\.(?:gz|br)$/i, '').endsWith('.map');
    if (flagged && isMap) yield* this.#readMap(file, Buffer.from(content).toString('utf8'));
    if (!isMap && includes(content, INLINE_MAP)) {
      for (const { text } of mapComments(Buffer.from(content).toString('utf8'))) {
        if (text !== null) yield* this.#readMap(file, text);
      }
    }
    if (flagged) yield this.#item(file, file.name, content, null);
  }

  /** `null` where it is broken, or the same as the file beside it. */
  async #uncompressed(file: BundleFile, bytes: Uint8Array): Promise<Uint8Array | null> {
    const plainName = uncompressedName(file.name);
    if (plainName === null) return bytes;
    try {
      const content = inflate(bytes, file.name, this.#selection.maxSize);
      this.#spend(content.length);
      const plain = await file.reread(path.posix.basename(plainName));
      return plain !== null && Buffer.compare(plain, content) === 0 ? null : content;
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      this.#ledger.gap(file.name, error.message);
      return null;
    }
  }

  async *#readArchive(file: BundleFile, access: Access): AsyncGenerator<SourceItem> {
    if (file.depth >= DEEPEST_ARCHIVE) {
      this.#ledger.skip(file.name, `an archive within ${DEEPEST_ARCHIVE} others`);
      return;
    }
    try {
      let entries = 0;
      for await (const entry of archiveEntries(access) ?? []) {
        if (++entries > MOST_ENTRIES) throw new ArchiveError(`more than ${MOST_ENTRIES} files`);
        const name = `${file.name}!/${insideOnly(entry.name)}`;
        if (!this.#takes(name, name)) continue;
        if (entry.size > this.#selection.maxSize) {
          this.#ledger.skipTooLarge(name, entry.size, this.#selection.maxSize);
          continue;
        }
        this.#spend(entry.size);
        const bytes = await this.#entryContent(name, () => entry.read());
        const reread = (address: string): Promise<Uint8Array | null> =>
          this.#reopen(file, path.posix.join(path.posix.dirname(entry.name), address));
        if (bytes !== null) yield* this.#read({ name, reread, depth: file.depth + 1 }, bytes);
      }
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      this.#ledger.gap(file.name, `the archive was read in part: ${error.message}`);
    }
  }

  async #entryContent(name: string, read: () => Promise<Uint8Array>): Promise<Uint8Array | null> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      this.#ledger.gap(name, error.message);
      return null;
    }
  }

  /** An entry of the archive `file`, for tracing: archives are read from the start again. */
  async #reopen(file: BundleFile, entryName: string): Promise<Uint8Array | null> {
    const archive = await file.reread(path.posix.basename(file.name));
    if (archive === null) return null;
    try {
      for await (const entry of archiveEntries(accessBytes(archive)) ?? []) {
        if (entry.name === entryName && entry.size <= this.#selection.maxSize) return await entry.read();
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
      if (this.#prefilter.test(bytes)) yield this.#item(file, `${file.name}!/${insideOnly(name)}`, bytes, name);
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

  #item(file: BundleFile, itemPath: string, bytes: Uint8Array, original: string | null): SourceItem {
    const base = path.posix.basename(file.name);
    this.origins.set(itemPath, {
      public: exposureOf(this.#absolute(file.name)) === 'public',
      kind: original === null ? 'generated' : 'original',
      original,
      file: file.name,
      read: async (address) => {
        const target = address ?? base;
        const found = await file.reread(target);
        return found && this.#inflatedAgain(found, target);
      },
    });
    return { path: itemPath, bytes };
  }

  #inflatedAgain(bytes: Uint8Array, name: string): Uint8Array | null {
    try {
      return inflate(bytes, name, this.#selection.maxSize);
    } catch {
      return null;
    }
  }

  #takes(name: string, absolute: string): boolean {
    const leftOut =
      this.#filter?.file(name) ??
      (exposureOf(absolute) === 'cache' ? { what: cacheIn(name), why: 'a build cache: nobody deploys it' } : null);
    if (leftOut !== null) this.#ledger.skip(leftOut.what, leftOut.why);
    return leftOut === null;
  }

  #spend(bytes: number): void {
    this.#inflated += bytes;
    if (this.#inflated > MOST_INFLATED) throw new ArchiveError(`it inflates to more than ${MOST_INFLATED} bytes`);
  }

  #readWhole(file: string): Uint8Array | null {
    try {
      return readFileSync(file);
    } catch {
      return null;
    }
  }

  #display(file: string): string {
    const way = path.relative(this.root, file);
    return isWithin(this.root, file) ? withSlashes(way) : withSlashes(file);
  }

  /** With the folders above the root, which may be the ones that tell a server's files. */
  #absolute(name: string): string {
    return path.isAbsolute(name) ? name : `${withSlashes(this.root)}/${name}`;
  }
}

/** For reports and patterns: names such as `../../etc/passwd` and `webpack://app/./a.js` must not look like other files. */
function insideOnly(name: string): string {
  return name
    .split('/')
    .filter((part) => !['', '.', '..'].includes(part))
    .join('/');
}

function includes(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text, 0, 'latin1');
}

function cacheIn(name: string): string {
  return name.replace(/((?:^|\/)(?:\.next\/\w+|node_modules\/\.cache|\.parcel-cache|\.gatsby\/cache)).*/, '$1');
}
