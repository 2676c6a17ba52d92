import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

/** The longest run of a key's characters that may be shown: the redacted form shows four at each end. */
const SHOWN = 8;

/** Fails where `texts` (by what they are) hold a recognisable piece of any of the planted `keys`. */
export function expectNoRawKey(texts: Readonly<Record<string, string>>, keys: readonly string[]): void {
  for (const [what, text] of Object.entries(texts)) {
    const leaks = keys.filter((key) => piecesOf(key.replace(/^sk-/, '')).some((piece) => text.includes(piece)));
    // The key itself must not end up in the failure's message either.
    expect(`${what} holds ${leaks.length} raw keys`).toBe(`${what} holds 0 raw keys`);
  }
}

/** Every file below `folder`, by its path. */
export function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => path.join(folder, name)).filter((file) => statSync(file).isFile());
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'latin1')]));
}

function piecesOf(body: string): string[] {
  const length = SHOWN + 1;
  return Array.from({ length: body.length - length + 1 }, (_, at) => body.slice(at, at + length));
}
