import type { Buffer } from 'node:buffer';
import type { Pack } from '../../git/objects/pack.js';

/** git gives fewer objects before our own reader is loaded. */
export const MANY = 5000;

/**
 * To read a pack as a whole, one has to find out first where each of its objects stands: that pays where at least one in so
 * many of them is wanted.
 */
const WORTH_THE_WHOLE = 25;

/** A pack to be read as a whole, and what is wanted of it. */
export interface PackOfPart {
  readonly pack: Pack;
  readonly chosen: readonly Buffer[];
}

/** The packs that hold many of these objects, each object once; `left`: those that are better read one by one. */
export function packsOfPart(
  ids: readonly Buffer[],
  packs: readonly Pack[],
): { parts: readonly PackOfPart[]; left: readonly Buffer[] } {
  const parts: PackOfPart[] = [];
  let left = ids;
  for (const pack of packs) {
    const fewest = Math.max(MANY, pack.index.count / WORTH_THE_WHOLE);
    if (left.length < fewest) continue;
    // Each id is looked up.
    pack.index.ids();
    const chosen = left.filter((id) => pack.index.row(id) !== null);
    if (chosen.length < fewest) continue;
    left = left.filter((id) => pack.index.row(id) === null);
    parts.push({ pack, chosen });
  }
  return { parts, left };
}
