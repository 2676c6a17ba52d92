import { OF_CONTENTS } from '../detect/needles.js';
import { keyPrefilter, type Prefilter } from '../detect/prefilter.js';
import type { Opener } from './archives/opener.js';
import { packedFormat } from './archives/signature.js';
import type { Ledger } from './ledger.js';
import type { Selection } from './selection.js';
import type { SourceItem } from './source.js';

/** A file to look through, or to open first. */
export interface FoundItem extends SourceItem {
  /** Whether it is an archive, or compressed. */
  readonly isPacked?: true;
  /** Whether it is, and somebody named it: what cannot be read of it is a gap. */
  readonly isNamed?: boolean;
}

/** What there is to do about a file; `null`: nothing, `prefilter` clears it. */
export function foundItem(path: string, bytes: Uint8Array, prefilter: Prefilter): FoundItem | null {
  if (packedFormat(bytes) !== null) return { path, bytes, isPacked: true };
  const kinds = prefilter.kinds(bytes);
  return kinds === 0 ? null : { path, bytes, kinds };
}

/** Turns archives and compressed files into items of what they hold. Most scans meet none: the code for it is loaded then. */
export class PackedItems {
  readonly #selection: Selection;
  readonly #ledger: Ledger;
  #opener: Opener | null = null;

  constructor(selection: Selection, ledger: Ledger) {
    this.#selection = selection;
    this.#ledger = ledger;
  }

  async *of({ path, bytes, isNamed = false }: FoundItem): AsyncGenerator<SourceItem> {
    const { Opener } = await import('./archives/opener.js');
    this.#opener ??= new Opener(this.#selection, this.#ledger);
    for await (const file of this.#opener.open({ path, bytes, isNamed })) {
      const kinds = keyPrefilter().kinds(file.bytes) & ~(file.nameOf === undefined ? 0 : OF_CONTENTS);
      if (kinds !== 0) yield { ...file, kinds, forKeysOnly: true };
    }
  }
}
