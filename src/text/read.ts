import { readFileSync } from 'node:fs';

/**
 * The text of a file in UTF-8, without the byte order mark that editors of Windows write before JSON and `.env` files too.
 * Throws what the file system throws.
 */
export function readText(file: string): string {
  return withoutMark(readFileSync(file, 'utf8'));
}

/** `text` without the byte order mark that it may begin with. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
