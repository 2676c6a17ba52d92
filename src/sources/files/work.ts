import type { Prefilter } from '../../detect/index.js';
import type { LedgerEntries } from '../ledger.js';
import type { RawPath } from '../names.js';
import type { Selection } from '../selection.js';
import type { FoundItem } from '../packed-items.js';

/** Something the user named, once it is known what it is. */
export interface Target {
  /** As the user wrote it. */
  readonly word: string;
  /** Absolute real path of the folder, or of the folder before a glob's first wildcard, or of the file. */
  readonly path: string;
  /** What files must match, relative to `path`; `null` for folders and files. */
  readonly glob: string | null;
}

/** What every hand needs to know; plain data, so that it can be sent to a worker. */
export interface Assignment {
  /** Absolute path that items are named from. */
  readonly root: string;
  readonly selection: Selection;
  readonly targets: readonly Target[];
  /** As the prefilter of the main thread has them. */
  readonly gateways: Prefilter['gateways'];
  /** Whether the targets overlap, so that one file could come twice. */
  readonly overlapping: boolean;
}

/**
 * How a file came to be read, which decides what its absence means: nothing for one that git tracks (it is deleted in
 * the work tree), a gap for one the user named.
 */
export type Origin = 'tracked' | 'found' | 'named';

/** Files to read. `names` are relative to `folder`. */
export interface FileWork {
  readonly kind: 'files';
  readonly target: number;
  readonly origin: Origin;
  readonly folder: string;
  readonly names: readonly RawPath[];
}

/** Folders to walk, absolute. The rules of `.gitignore` files count from `top` on downwards. */
export interface FolderWork {
  readonly kind: 'folders';
  readonly target: number;
  readonly top: string;
  readonly folders: readonly RawPath[];
}

/** A repository met on a walk, which git has to list. */
export interface RepositoryWork {
  readonly kind: 'repository';
  readonly target: number;
  readonly folder: string;
}

export type Work = FileWork | FolderWork | RepositoryWork;

/** What a hand made of a piece of work. */
export interface Outcome {
  readonly items: readonly FoundItem[];
  readonly entries: LedgerEntries;
  /** What is left of the work, and what was found to do. */
  readonly more: readonly Work[];
  /** The target of the work, where a file of it was met. */
  readonly matched: number | null;
}

/** A worker's first message: it can be given work. */
export const READY = 'ready';
