import type { KeyMatch } from '../detect/index.js';
import { COMMENT, INSIDE } from '../sources/names.js';
import type { Hit } from './findings.js';

/**
 * Hits without those keys that the bytes of an archive show again: where not all came out of it, its own bytes are looked
 * through as well as the files that did.
 */
export function withoutRepeated(hits: readonly Hit[]): Hit[] {
  return hits.flatMap((hit) => {
    if (hit.isRest !== true) return [hit];
    const others = hits
      .filter((other) => other.isRest !== true || other.path !== hit.path)
      .filter(({ path }) => liesIn(path, hit.path));
    const known = new Set(
      others.flatMap(({ detection }) => [...detection.matches, ...detection.suppressed].map(keyOf)),
    );
    const matches = hit.detection.matches.filter((match) => !known.has(keyOf(match)));
    const suppressed = hit.detection.suppressed.filter((match) => !known.has(keyOf(match)));
    if (matches.length + suppressed.length === 0) return [];
    return [{ ...hit, detection: { ...hit.detection, matches, suppressed } }];
  });
}

/** In it, on it, or what came out of it where it is a compressed file. */
function liesIn(path: string, archive: string): boolean {
  return path === archive || path.startsWith(archive + INSIDE) || path === archive + COMMENT;
}

function keyOf({ secret }: KeyMatch): string {
  return secret.fingerprintUnder('');
}
