/** The object formats of git and the length of their ids in bytes (gitformat-pack(5), hash-function-transition). */
export const ID_LENGTH = { sha1: 20, sha256: 32 } as const;

export type ObjectFormat = keyof typeof ID_LENGTH;

/** The kinds of objects by their number in a pack entry (gitformat-pack(5)). */
export const OBJECT_TYPES = [undefined, 'commit', 'tree', 'blob', 'tag'] as const;

export type ObjectType = Exclude<(typeof OBJECT_TYPES)[number], undefined>;

/** A pack entry's number for a type of object. */
export const TYPE_NUMBER: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };

/** Whether two stretches of id bytes are the same, before, or behind each other: below, at or above 0. */
export function compareIds(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): number {
  for (let at = 0; at < length; at++) {
    const difference = (a[aStart + at] as number) - (b[bStart + at] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The row of the id that stands in `id` from `at` on, in ids that are sorted, one behind the other; `null` where it is not
 * among them. Only the rows from `low` to before `high` are looked at.
 */
export function rowOf(
  ids: Uint8Array,
  length: number,
  id: Uint8Array,
  at = 0,
  low = 0,
  high = ids.length / length,
): number | null {
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareIds(ids, middle * length, id, at, length);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return null;
}
