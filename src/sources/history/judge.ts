import { Buffer } from 'node:buffer';
import { detect, type DetectSettings, keyPrefilter } from '../../detect/index.js';
import { withoutSignatures } from '../../git/objects/commit.js';
import type { ObjectType } from '../../git/objects/object-id.js';
import { treeEntries } from '../../git/objects/tree.js';

/** What of an object is judged, each text by itself: of a tree the names in it, of a commit all but its signature. */
export function textsIn(type: ObjectType, bytes: Buffer, idLength: number): readonly Buffer[] {
  if (type === 'blob') return [bytes];
  if (type === 'tree') return [...treeEntries(bytes, idLength)].map(({ name }) => name);
  return [withoutSignatures(bytes)];
}

/** Says which objects hold a key. */
export class Judge {
  readonly #settings: DetectSettings;
  readonly #idLength: number;

  constructor(settings: DetectSettings, idLength: number) {
    this.#settings = settings;
    this.#idLength = idLength;
  }

  /** Whether these bytes, a whole object or what is new in it, might make a key; "no" is certain. */
  mightHold(type: ObjectType, bytes: Uint8Array): boolean {
    return type === 'tree' ? keyPrefilter().testNames(bytes) : keyPrefilter().testPart(bytes);
  }

  /** Whether an object does hold a key. */
  holds(type: ObjectType, bytes: Uint8Array): boolean {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const text of textsIn(type, buffer, this.#idLength)) {
      if (keyPrefilter().test(text) && this.#isReported(text)) return true;
    }
    return false;
  }

  #isReported(bytes: Uint8Array): boolean {
    const { matches, suppressed } = detect(bytes, this.#settings);
    return matches.length > 0 || suppressed.length > 0;
  }
}
