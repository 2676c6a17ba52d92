/** Where the first of `items`, sorted by `of`, stands whose `of` is `value` or more; `items.length` where none is. */
export function lowerBound<T>(items: readonly T[], value: number, of: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(items[middle]!) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
