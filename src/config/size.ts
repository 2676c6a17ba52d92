/** Sizes in decimal units, as people write them and as reports show them. */

const UNITS = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 } as const;

/** Bytes of `500`, `500kB`, `10MB`, `1.5 GB`; `null` for anything else. */
export function parseSize(text: string): number | null {
  const parts = /^(\d+(?:\.\d+)?)\s*([kmg]?b?)$/i.exec(text.trim());
  if (parts === null) return null;
  const [, amount = '', given = ''] = parts;
  const unit = given.toLowerCase().replace(/^([kmg]?)b?$/, '$1b') as keyof typeof UNITS;
  return Math.round(Number(amount) * UNITS[unit]);
}

/** `312 B`, `4.1 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1e3) return `${bytes} B`;
  const [unit, factor]: [string, number] = bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9];
  const amount = bytes / factor;
  return `${amount.toFixed(amount < 10 ? 1 : 0)} ${unit}`;
}
