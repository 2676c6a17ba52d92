/** Sizes in decimal units, as people write them and as reports show them. */

const UNITS = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 } as const;

/** Bytes of `500`, `500kB`, `10MB`, `1.5 GB`; `null` for anything else. */
export function parseSize(text: string): number | null {
  const parts = /^(\d+(?:\.\d+)?)\s*([kmg]?)b?$/i.exec(text.trim());
  if (parts === null) return null;
  const [, amount = '', prefix = ''] = parts;
  return Math.round(Number(amount) * UNITS[`${prefix.toLowerCase()}b` as keyof typeof UNITS]);
}

/** `312 B`, `4.1 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < UNITS.kb) return `${bytes} B`;
  const unit = bytes < UNITS.mb ? 'kB' : bytes < UNITS.gb ? 'MB' : 'GB';
  const amount = bytes / UNITS[unit.toLowerCase() as keyof typeof UNITS];
  return `${amount.toFixed(amount < 10 ? 1 : 0)} ${unit}`;
}
