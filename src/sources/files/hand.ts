import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { createPrefilter, type Prefilter } from '../../detect/prefilter.js';
import { rawText } from '../../git/records.js';
import { DEPENDENCIES, isOfDependency } from '../../project/dependencies.js';
import { mayNameKeys, namesWithKeys } from '../key-names.js';
import { Ledger } from '../ledger.js';
import { joinRaw, openable, pathText, withSlashes, type RawPath } from '../names.js';
import type { FoundItem } from '../packed-items.js';
import { pathFilter, type PathFilter } from '../selection.js';
import type { SourceItem } from '../source.js';
import { IgnoreRules, isIgnored } from './ignores.js';
import { FileReader, GONE, readableReason } from './reader.js';
import type { Assignment, FileWork, FolderWork, Origin, Outcome, Work } from './work.js';

/** How much is read in one go, so that hands can share and the process can do other things. */
export const FILES_AT_ONCE = 128;
const BYTES_AT_ONCE = 8 << 20;

/** What Node puts where bytes of a name are not UTF-8. */
const REPLACEMENT = '\uFFFD';

/** A bare repository among the files: its objects are compressed, `starrise-scan history` reads them. */
const BARE_REPOSITORY = ['HEAD', 'objects', 'refs'];

/** Reads files and walks folders, a bounded piece at a time. The main thread has one, and so has a worker. */
export class Hand {
  readonly #assignment: Assignment;
  readonly #prefilter: Prefilter;
  /** For code of dependencies, whose requests concern nobody here. */
  #forKeys: Prefilter | null = null;
  readonly #filter: PathFilter | null;
  readonly #globs: readonly (((path: string) => boolean) | null)[];
  readonly #rules = new Map<string, IgnoreRules>();
  /** Absolute paths already read; `null` where none can come twice. */
  readonly #seen: Set<string> | null;

  private constructor(
    assignment: Assignment,
    prefilter: Prefilter,
    filter: PathFilter | null,
    globs: readonly (((path: string) => boolean) | null)[],
  ) {
    this.#assignment = assignment;
    this.#prefilter = prefilter;
    this.#filter = filter;
    this.#globs = globs;
    this.#seen = assignment.overlapping ? new Set() : null;
  }

  static async for(assignment: Assignment, prefilter: Prefilter): Promise<Hand> {
    const filter = pathFilter(assignment.selection);
    const globs = assignment.targets.map(({ glob }) => glob);
    const anywhere = globs.map(() => null);
    if (globs.every((glob) => glob === null)) return new Hand(assignment, prefilter, filter, anywhere);
    const { default: picomatch } = await import('picomatch');
    const matchers = globs.map((glob) => (glob === null ? null : picomatch(glob, { dot: true, nonegate: true })));
    return new Hand(assignment, prefilter, filter, matchers);
  }

  do(work: FileWork | FolderWork): Outcome {
    const piece = new Piece(this.#assignment);
    if (work.kind === 'files') this.#readAll(work, piece);
    else this.#walkAll(work, piece);
    return {
      items: [...piece.items, ...this.#namesIn(piece)],
      entries: piece.ledger.entries(),
      more: piece.more,
      matched: piece.matched ? work.target : null,
    };
  }

  /** Names of what was read or walked, and of the folders above, that may hold a key. */
  #namesIn({ names, taken }: Piece): SourceItem[] {
    if (!mayNameKeys(names, this.#prefilter)) return [];
    return taken.flatMap((file) => {
      const names = namesWithKeys(this.#display(file), this.#prefilter);
      return names.length > 0 && isThere(file) ? names : [];
    });
  }

  #readAll(work: FileWork, piece: Piece): void {
    for (const [at, name] of work.names.entries()) {
      if (piece.full) {
        piece.more.push({ ...work, names: work.names.slice(at) });
        return;
      }
      piece.names.push(pathText(name));
      this.#take(joinRaw(work.folder, name), work.target, work.origin, piece);
    }
  }

  #walkAll(work: FolderWork, piece: Piece): void {
    const left = [...work.folders];
    for (let folder = left.pop(); folder !== undefined; folder = left.pop()) {
      left.push(...this.#walk(folder, work, piece));
      if (piece.full) break;
    }
    if (left.length > 0) piece.more.push({ ...work, folders: left });
  }

  /** Reads the files of one folder; returns the folders in it that are to be walked. */
  #walk(folder: RawPath, { top, target }: FolderWork, piece: Piece): RawPath[] {
    let entries: Dirent[] | Dirent<Buffer>[];
    try {
      entries = entriesOf(folder);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      const display = this.#display(folder);
      if (code === 'ENOENT') piece.ledger.skip(display, 'gone before it was read');
      else piece.ledger.gap(display, readableReason(error));
      return [];
    }
    const folderText = pathText(folder);
    const names = new Set(entries.map(({ name }) => name));
    if (names.has('.git') && folderText !== top) {
      piece.more.push({ kind: 'repository', target, folder: folderText });
      return [];
    }
    if (BARE_REPOSITORY.every((name) => names.has(name))) {
      piece.ledger.skip(this.#display(folder), 'bare repository: scan it with `starrise-scan history`');
      return [];
    }
    piece.taken.push(joinRaw(folder, ''));
    piece.names.push(path.basename(folderText));
    const rules = this.#rulesFrom(top).in(folderText, names.has('.gitignore'));
    const folders: RawPath[] = [];
    for (const entry of entries) {
      if (entry.name === '.git') continue;
      const file = joinRaw(folder, typeof entry.name === 'string' ? entry.name : rawText(entry.name));
      if (entry.isDirectory()) {
        if (rules !== null && isIgnored(rules, `${pathText(file)}/`)) continue;
        if (this.#isWalked(file, piece)) folders.push(file);
        continue;
      }
      if (rules !== null && isIgnored(rules, pathText(file))) continue;
      if (entry.isFile() || entry.isSymbolicLink()) {
        piece.names.push(pathText(entry.name));
        this.#take(file, target, 'found', piece);
      } else piece.ledger.skip(this.#display(file), 'not a regular file');
    }
    return folders;
  }

  #isWalked(folder: RawPath, { ledger }: Piece): boolean {
    const leftOut = this.#filter?.folder(this.#display(folder)) ?? null;
    if (leftOut === null) return true;
    ledger.skip(leftOut.what, leftOut.why);
    return false;
  }

  #take(file: RawPath, target: number, origin: Origin, piece: Piece): void {
    const glob = this.#globs[target] ?? null;
    if (glob !== null && !glob(this.#relativeTo(target, file))) return;
    piece.matched = true;
    const key = this.#seen && pathText(file);
    if (key !== null) {
      if (this.#seen?.has(key)) return;
      this.#seen?.add(key);
    }
    const leftOut = this.#filter?.file(this.#display(file)) ?? null;
    if (leftOut !== null) {
      piece.ledger.skip(leftOut.what, leftOut.why);
      return;
    }
    piece.taken.push(file);
    piece.files++;
    const prefilter = this.#prefilterFor(file, piece);
    const content = piece.reader.read(file, () => this.#display(file), origin, prefilter);
    if (content === null) return;
    const isNamed = origin === 'named' && content.isPacked === true;
    piece.items.push({ path: this.#display(file), ...content, ...(isNamed && { isNamed }) });
  }

  #prefilterFor(file: RawPath, { ledger }: Piece): Prefilter {
    if (this.#prefilter.gateways === null) return this.#prefilter;
    if (!isOfDependency(pathText(file))) return this.#prefilter;
    if (this.#forKeys === null) {
      this.#forKeys = createPrefilter();
      ledger.skip(DEPENDENCIES.what, DEPENDENCIES.why);
    }
    return this.#forKeys;
  }

  #rulesFrom(top: string): IgnoreRules {
    let rules = this.#rules.get(top);
    if (rules === undefined) this.#rules.set(top, (rules = new IgnoreRules(top)));
    return rules;
  }

  #display(file: RawPath): string {
    return relativeName(this.#assignment.root, pathText(file));
  }

  #relativeTo(target: number, file: RawPath): string {
    return relativeName(this.#assignment.targets[target]?.path ?? '', pathText(file));
  }
}

/** One go: what it gives, and how far it is. */
class Piece {
  readonly items: FoundItem[] = [];
  /** Files that were to be read, and folders, which end in `/`. */
  readonly taken: RawPath[] = [];
  /** Of what was met: a path of git's, or the name within a folder, which is less to look through. */
  readonly names: string[] = [];
  readonly more: Work[] = [];
  readonly ledger = new Ledger();
  readonly reader: FileReader;
  matched = false;
  files = 0;

  constructor({ selection, root }: Assignment) {
    this.reader = new FileReader(selection.maxSize, root, this.ledger);
  }

  get full(): boolean {
    return this.files >= FILES_AT_ONCE || this.ledger.tally.bytes >= BYTES_AT_ONCE;
  }
}

/** With the bytes of the names where one of them is not UTF-8. */
function entriesOf(folder: RawPath): Dirent[] | Dirent<Buffer>[] {
  const entries = readdirSync(openable(folder), { withFileTypes: true });
  if (!entries.some(({ name }) => name.includes(REPLACEMENT))) return entries;
  return readdirSync(openable(folder), { withFileTypes: true, encoding: 'buffer' });
}

/** What git tracks may be deleted in the work tree, or stand below what is a file now. */
function isThere(file: RawPath): boolean {
  try {
    lstatSync(openable(file));
    return true;
  } catch (error) {
    return !GONE.has((error as NodeJS.ErrnoException).code ?? '');
  }
}

/** `file` as seen from `folder`, both absolute, with `/`. */
function relativeName(folder: string, file: string): string {
  const inside = file.startsWith(folder) && file[folder.length] === '/';
  return inside ? withSlashes(file.slice(folder.length + 1)) : withSlashes(path.relative(folder, file));
}
