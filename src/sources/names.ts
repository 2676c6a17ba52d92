import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import type { RawText } from '../git/records.js';

/** A path as the system or git gives it: text, or the bytes where they are not UTF-8. */
export type RawPath = RawText;

/** `folder` and `name` with one `/` between them; an empty `folder` adds nothing. */
export function joinRaw(folder: RawPath, name: RawPath): RawPath {
  if (folder.length === 0) return name;
  if (typeof folder === 'string' && typeof name === 'string') {
    return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
  }
  return Buffer.concat([bytesOf(folder), Buffer.from('/'), bytesOf(name)]);
}

function bytesOf(raw: RawPath): Uint8Array {
  return typeof raw === 'string' ? Buffer.from(raw) : raw;
}

/** What the functions of `node:fs` take. */
export function openable(raw: RawPath): string | Buffer {
  return typeof raw === 'string' ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
}

/** For people and reports: bytes that are not UTF-8 become `\xFF`. */
export function pathText(raw: RawPath): string {
  if (typeof raw === 'string') return raw;
  let text = '';
  for (let at = 0; at < raw.length;) {
    const length = [1, 2, 3, 4].find((count) => isUtf8(raw.subarray(at, at + count))) ?? 0;
    if (length === 0) text += '\\x' + (raw[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    else text += Buffer.from(raw.subarray(at, at + length)).toString('utf8');
    at += Math.max(1, length);
  }
  return text;
}

/** What stands between an archive and a file in it, in the paths of items. */
export const INSIDE = '!/';

/** What follows the path of an archive, or of what is in one, for what the archive says of it. */
export const COMMENT = '#comment';

const IN_AN_ARCHIVE = new RegExp(`${INSIDE}|${COMMENT}$`);

/** The file that an item with this path lies in, the archive where it comes out of one; and the rest of the path. */
export function splitAtArchive(itemPath: string): [outer: string, inner: string] {
  const end = itemPath.search(IN_AN_ARCHIVE);
  return end < 0 ? [itemPath, ''] : [itemPath.slice(0, end), itemPath.slice(end)];
}

export function outerFile(itemPath: string): string {
  return splitAtArchive(itemPath)[0];
}

/** A path of this system with `/`, as reports and patterns write it. */
export function withSlashes(file: string): string {
  return path.sep === '/' ? file : file.replaceAll(path.sep, '/');
}
