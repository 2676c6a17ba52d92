import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { exposureOf } from '../client/outputs.js';
import { keyPrefilter, type Prefilter } from '../detect/index.js';
import type { AskedSite } from '../finding.js';
import { accessFile, archiveEntries } from './archives.js';
import { filesBelow, outputsIn } from './bundle/folder.js';
import { type BundleFile, type BundleOrigin, BundleReader } from './bundle/reader.js';
import type { NamedFiles } from './files.js';
import { readableReason } from './files/reader.js';
import { isWithin } from './files/targets.js';
import { KeyNames } from './key-names.js';
import { Ledger } from './ledger.js';
import { withSlashes } from './names.js';
import { pathFilter, type PathFilter, type Selection } from './selection.js';
import type { Source, SourceItem } from './source.js';

export type { BundleOrigin } from './bundle/reader.js';

/** A source of built code, which can say where each of its items comes from. */
export interface BundleSource extends Source {
  /** By the item's path. */
  readonly origins: ReadonlyMap<string, BundleOrigin>;
  /** Absolute folders that were named: their project is looked at when a key is traced. */
  readonly folders: readonly string[];
}

/** A deployed site that the user named: reads it, and says what it asked. */
export interface Site {
  items(reader: BundleReader, signal?: AbortSignal): AsyncIterable<SourceItem>;
  readonly asked: AskedSite;
}

/** What the user named, looked up. */
export interface BundleTargets {
  readonly named: NamedFiles;
  readonly selection: Selection;
  readonly prefilter: Prefilter;
  readonly openSites: (ledger: Ledger) => readonly Site[];
}

/**
 * Built frontend code: folders (of a project its public output), files, archives, and deployed sites. Items are files,
 * what compressed files and archives hold (`app.zip!/assets/a.js`), and the originals that source maps carry
 * (`a.js.map!/src/a.ts`).
 */
export function openBundle(targets: BundleTargets): BundleSource {
  return new Bundle(targets);
}

class Bundle implements BundleSource {
  readonly kind = 'bundle';
  readonly root: string;
  readonly empty = false;
  readonly folders: readonly string[];
  readonly #named: NamedFiles;
  readonly #selection: Selection;
  readonly #ledger = new Ledger();
  readonly #reader: BundleReader;
  readonly #filter: PathFilter | null;
  readonly #sites: readonly Site[];
  /** Of the files that were read. */
  readonly #names: string[] = [];

  constructor({ named, selection, prefilter, openSites }: BundleTargets) {
    this.root = named.root;
    this.#sites = openSites(this.#ledger);
    const folders = named.targets.map(({ path: at, isFolder }) => (isFolder ? at : path.dirname(at)));
    // The project from which somebody looks at a site is likely the one that was deployed.
    this.folders = [...new Set([...folders, ...(this.#sites.length > 0 ? [named.folder] : [])])];
    this.#named = named;
    this.#selection = selection;
    this.#filter = pathFilter(selection);
    this.#reader = new BundleReader({
      selection,
      prefilter,
      ledger: this.#ledger,
      takes: (name) => this.#takes(name, name),
      isPublic: (name) => this.#isPublic(name),
    });
    for (const { what, why } of named.gaps) this.#ledger.gap(what, why);
  }

  get origins() {
    return this.#reader.origins;
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

  get sites() {
    return this.#sites.map(({ asked }) => asked);
  }

  async *items(signal?: AbortSignal): AsyncGenerator<SourceItem, void, undefined> {
    const seen = new Set<string>();
    for (const target of this.#named.targets) {
      this.#reader.beginTarget();
      if (target.glob !== null) this.#ledger.gap(target.word, 'is no file: name a folder, a file, an archive or a URL');
      else if (target.isFolder) yield* this.#readFolder(target.path, seen);
      else yield* this.#readOnce(target.path, path.dirname(target.path), seen);
    }
    yield* new KeyNames(keyPrefilter()).newIn(this.#names);
    for (const site of this.#sites) {
      this.#reader.beginTarget();
      yield* site.items(this.#reader, signal);
    }
  }

  async *#readFolder(folder: string, seen: Set<string>): AsyncGenerator<SourceItem> {
    const outputs = await outputsIn(folder);
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
    this.#names.push(name);
    const reread = (address: string | null): Promise<Uint8Array | null> => {
      const neighbour = address === null ? file : path.resolve(path.dirname(file), address);
      return Promise.resolve(isWithin(folder, neighbour) ? readWhole(neighbour) : null);
    };
    const found: BundleFile = { name, public: this.#isPublic(name), reread, depth: 0 };
    try {
      const { size } = lstatSync(file);
      if (size <= this.#selection.maxSize) yield* this.#reader.read(found, readFileSync(file));
      else yield* this.#readLarge(found, file, size);
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
      else yield* this.#reader.readArchive(at, access);
    } finally {
      access.close();
    }
  }

  #takes(name: string, absolute: string): boolean {
    const leftOut =
      this.#filter?.file(name) ??
      (exposureOf(absolute) === 'cache' ? { what: cacheIn(name), why: 'a build cache: nobody deploys it' } : null);
    if (leftOut !== null) this.#ledger.skip(leftOut.what, leftOut.why);
    return leftOut === null;
  }

  #display(file: string): string {
    const way = path.relative(this.root, file);
    return isWithin(this.root, file) ? withSlashes(way) : withSlashes(file);
  }

  /** By the folders above the root too, which may be the ones that tell a server's files. */
  #isPublic(name: string): boolean {
    return exposureOf(path.isAbsolute(name) ? name : `${withSlashes(this.root)}/${name}`) === 'public';
  }
}

function readWhole(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function cacheIn(name: string): string {
  return name.replace(/((?:^|\/)(?:\.next\/\w+|node_modules\/\.cache|\.parcel-cache|\.gatsby\/cache)).*/, '$1');
}
