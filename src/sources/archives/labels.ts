import { keyPrefilter } from '../../detect/prefilter.js';
import { KeyNames } from '../key-names.js';
import { COMMENT, INSIDE } from '../names.js';
import type { SourceItem } from '../source.js';
import { insideOnly } from './entry.js';

/** As many characters of names and comments are kept before they are looked at: a bomb may hold no files, and these alone. */
const MOST_KEPT = 1 << 20;

/**
 * The names of what is in an archive (`app.zip!/assets`), and comments (`app.zip!/assets#comment`). They are looked at
 * together: thousands may stand on one.
 */
export class Labels {
  readonly #archive: string;
  #names: string[] = [];
  #comments: { readonly of: string; readonly text: string }[] = [];
  #length = 0;
  readonly #keyNames = new KeyNames(keyPrefilter());

  /** `archive`: its name in reports. */
  constructor(archive: string) {
    this.#archive = archive;
  }

  /** Notes an entry by its name, or the archive itself, which has none here; and gives those with keys where there are many. */
  *add(entry: string, comment = ''): Generator<SourceItem> {
    const name = insideOnly(entry);
    if (name !== '') this.#names.push(entry.endsWith('/') ? `${name}/` : name);
    if (comment !== '') this.#comments.push({ of: entry === '' ? '' : INSIDE + name, text: comment });
    this.#length += entry.length + comment.length;
    if (this.#length > MOST_KEPT) yield* this.withKeys();
  }

  /** Those of the noted ones that may hold a key; each name once. */
  *withKeys(): Generator<SourceItem> {
    const [names, comments] = [this.#names, this.#comments];
    this.#names = [];
    this.#comments = [];
    this.#length = 0;
    for (const { path, bytes, nameOf } of this.#keyNames.newIn(names)) {
      yield { path: this.#archive + INSIDE + path, bytes, ...(nameOf && { nameOf }) };
    }
    for (const { of, text } of comments) {
      const bytes = Buffer.from(text);
      if (keyPrefilter().test(bytes)) yield { path: this.#archive + of + COMMENT, bytes };
    }
  }
}
