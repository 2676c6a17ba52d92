import type { Access } from './access.js';
import { ArchiveError, type ArchiveEntry } from './entry.js';

/** Chromium's Pickle around a JSON text: four lengths, then the text (https://github.com/electron/asar#format). */
const PREAMBLE = 16;
const LARGEST_HEADER = 64 << 20;
const DEEPEST = 200;

interface Node {
  readonly files?: unknown;
  readonly size?: unknown;
  readonly offset?: unknown;
  readonly unpacked?: unknown;
  readonly link?: unknown;
}

/** The files of an Electron application. Of those that lie unpacked beside the archive only the names are in it. */
export function* asarEntries(access: Access): Generator<ArchiveEntry> {
  const preamble = access.read(0, PREAMBLE);
  const base = 8 + preamble.readUInt32LE(4);
  const length = preamble.readUInt32LE(12);
  if (length > LARGEST_HEADER || base > access.size) throw new ArchiveError('a damaged asar header');
  let header: unknown;
  try {
    header = JSON.parse(access.read(PREAMBLE, length).toString('utf8'));
  } catch {
    throw new ArchiveError('an asar header that is no JSON');
  }
  for (const { name, node } of filesIn(header, '', 0)) {
    if (node.unpacked === true || name.endsWith('/')) yield { name, size: 0, read: null };
    else if (typeof node.link === 'string') {
      const target = Buffer.from(node.link);
      yield { name, size: target.length, read: () => Promise.resolve(target) };
    } else {
      const [size, offset] = [Number(node.size), Number(node.offset)];
      yield { name, size, read: () => Promise.resolve(slice(access, base, offset, size)) };
    }
  }
}

function slice(access: Access, base: number, offset: number, size: number): Uint8Array {
  const isPlace = Number.isSafeInteger(size) && Number.isSafeInteger(offset) && size >= 0 && offset >= 0;
  if (!isPlace || base + offset + size > access.size) throw new ArchiveError('it lies outside of the archive');
  return access.read(base + offset, size);
}

/** Folders before what is in them. */
function* filesIn(node: unknown, folder: string, depth: number): Generator<{ name: string; node: Node }> {
  const files = typeof node === 'object' && node !== null ? (node as Node).files : undefined;
  if (typeof files !== 'object' || files === null) return;
  if (depth > DEEPEST) throw new ArchiveError(`more than ${DEEPEST} folders in one another`);
  for (const [key, child] of Object.entries(files)) {
    const name = folder === '' ? key : `${folder}/${key}`;
    if (typeof child !== 'object' || child === null) continue;
    if ((child as Node).files === undefined) yield { name, node: child as Node };
    else {
      yield { name: `${name}/`, node: child as Node };
      yield* filesIn(child, name, depth + 1);
    }
  }
}
