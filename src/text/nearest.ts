/** The one of `names` that `given` most likely meant, or `null` where none is close. */
export function nearestName(given: string, names: readonly string[]): string | null {
  const allowed = Math.max(1, Math.floor(given.length / 3));
  const ranked = names
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.name ?? null;
}

/** ` (did you mean X?)`, or nothing: to append to a message about an unknown name. */
export function didYouMean(given: string, names: readonly string[], prefix = ''): string {
  const nearest = nearestName(given, names);
  return nearest === null ? '' : ` (did you mean ${prefix}${nearest}?)`;
}

/** Insertions, deletions, substitutions and swaps of neighbours, each 1, from `a` to `b`. */
function editDistance(a: string, b: string): number {
  let above: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, char] of Array.from(a).entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (b[j - 1] === char ? 0 : 1);
      const isSwap = i > 0 && j > 1 && a[i - 1] === b[j - 1] && char === b[j - 2];
      const swapped = isSwap ? (above[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substituted, swapped));
    }
    above = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}
