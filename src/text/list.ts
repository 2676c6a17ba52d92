/** `a, b or c`. */
export function listOf(names: readonly string[], conjunction: 'and' | 'or'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${conjunction} ${names.at(-1) ?? ''}`;
}

/** `1 file`, `1,312 files`; a plural that is not just an `s` more is given. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(amount)} ${amount === 1 ? noun : plural}`;
}

/** `1,312`. */
export function grouped(amount: number): string {
  // Not toLocaleString: loading the tables of languages takes longer than the rest of a report.
  return String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
