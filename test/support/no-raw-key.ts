import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

/** The shortest piece of a key that must not be seen: the redacted form shows four characters at each end. */
const PIECE = 9;

/** Fails where `texts` (by what they are) hold a piece of any of the planted `keys`. */
export function expectNoRawKey(texts: Readonly<Record<string, string>>, keys: readonly string[]): void {
  const planted = new Set(keys.flatMap((key) => piecesOf(key.replace(/^sk-/, ''))));
  for (const [what, text] of Object.entries(texts)) {
    const runs = text.match(/[0-9A-Za-z]{9,}/g) ?? [];
    const leaks = runs.filter((run) => piecesOf(run).some((piece) => planted.has(piece)));
    // The key itself must not end up in the failure's message either.
    expect(`${what} holds ${leaks.length} pieces of raw keys`).toBe(`${what} holds 0 pieces of raw keys`);
  }
}

/** Every file below `folder`, by its path. */
export function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => path.join(folder, name)).filter((file) => statSync(file).isFile());
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'latin1')]));
}

function piecesOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - PIECE + 1) }, (_, at) => text.slice(at, at + PIECE));
}
