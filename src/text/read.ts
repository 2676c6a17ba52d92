import { readFileSync } from 'node:fs';

/**
 * The text of a file in UTF-8, without the byte order mark that editors of Windows write before JSON and `.env` files too;
 * or in UTF-16, in which PowerShell 5 writes what `>` puts into a file. Throws what the file system throws.
 */
export function readText(file: string): string {
  const bytes = readFileSync(file);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return withoutMark(bytes.toString('utf16le'));
  return withoutMark(bytes.toString('utf8'));
}

/** `text` without the byte order mark that it may begin with. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
