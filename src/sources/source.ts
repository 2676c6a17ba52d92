import type { NameOf, Omission, Report } from '../finding.js';

/** Bytes that may hold a key: the prefilter could not clear them. */
export interface SourceItem {
  /** Relative to the source's root, with `/`; bytes of a file name that are not UTF-8 are shown as `\xFF`. */
  readonly path: string;
  /** The whole content, nobody else's: it may be kept. */
  readonly bytes: Uint8Array;
  /** What the source's prefilter saw in them, where it looked through all of them for everything that is asked for. */
  readonly kinds?: number;
  /** Where it is a name, or comes out of an archive: its requests, and who hands keys to browsers, are judged where it was written. */
  readonly forKeysOnly?: true;
  /** Where they are not the content of what stands at `path`, but its name. */
  readonly nameOf?: NameOf;
  /** Where they are those of an archive of which not all came out: what was found in its files, too, is no news. */
  readonly isRest?: true;
}

/** What has been read so far, whether or not it held anything. */
export interface SourceTally {
  files: number;
  bytes: number;
  /** git objects; 0 for sources that read none. */
  blobs: number;
  commits?: number;
  refs?: number;
}

/** How far a source is that knows beforehand how much it will look at. */
export interface SourceProgress {
  /** git objects. */
  done: number;
  total: number;
  bytes: number;
}

/**
 * Where bytes come from. Iterate `items()` once; `tally`, `gaps`, `skipped` and `empty` grow while iterating and are
 * final when it ends.
 */
export interface Source {
  readonly kind: Report['target']['kind'];
  /** Absolute path that the items' paths are relative to. */
  readonly root: string;
  /** `signal` ends a long search between two items; after it, what is given may be incomplete. */
  items(signal?: AbortSignal): AsyncIterable<SourceItem>;
  /** True where what is given after the signal was found before it: no time is lost with it. */
  readonly givesWhatItFound?: boolean;
  readonly tally: Readonly<SourceTally>;
  /** Grows as `tally` does, and without waiting for what a worker has to say; for people only. */
  readonly progress?: Readonly<SourceProgress>;
  /** What should have been read and could not be: the scan is incomplete. */
  readonly gaps: readonly Omission[];
  /** What policy leaves out, with its reason. */
  readonly skipped: readonly Omission[];
  /** True where there is rightly nothing to read (nothing staged): the command says so in one line and passes. */
  readonly empty: boolean;
  /** The deployed sites that were read; final when `items()` ends. */
  readonly sites?: Report['target']['sites'];
  /** What a history was scanned up to. */
  readonly tips?: Report['tips'];
}

/** The largest file or blob that is read, in bytes: 100 MB (`--max-size`). Larger ones are named in `skipped`. */
export const DEFAULT_MAX_SIZE = 100_000_000;
