import { ArchiveError, type ArchiveEntry, nameOf } from './entry.js';

const BLOCK = 512;
/** A name longer than this is nobody's. In bytes. */
const LONGEST_NAME = 1 << 16;

/** Types of what has no content, whatever size it states: links, devices, folders, pipes. */
const EMPTY_TYPES = ['1', '2', '3', '4', '5', '6'];
/** Types of what is about others: headers of pax, and GNU's long targets of links. */
const HEADER_TYPES = ['g', 'K'];
/** GNU's sparse files, whose header may go on: where it says so, and where each further block does. */
const SPARSE = 'S';
const SPARSE_GOES_ON = 482;
const SPARSE_GOES_ON_AGAIN = 504;

/**
 * The files of a tar archive, whose bytes come in pieces (POSIX.1-2017 `pax`, "ustar Interchange Format", and GNU's long names).
 * What has a type that nobody knows is a file, as POSIX has it; behind the end of one archive another may stand.
 */
export async function* tarEntries(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const bytes = new Pieces(chunks);
  let longName: string | null = null;
  let statedSize: number | null = null;
  for (;;) {
    const head = await bytes.take(BLOCK);
    if (head.every((byte) => byte === 0)) {
      if (head.length < BLOCK) return;
      continue;
    }
    if (head.length < BLOCK || !isWhole(head)) throw new ArchiveError('a damaged tar header');
    const type = String.fromCharCode(head[156] ?? 0);
    const size = EMPTY_TYPES.includes(type) ? 0 : (statedSize ?? sizeIn(head));
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (type === 'x' || type === 'L') {
      if (size > LONGEST_NAME) throw new ArchiveError(`a name of ${size} bytes`);
      const text = await bytes.take(size);
      if (type === 'L') longName = textUpToZero(text);
      else {
        const records = text.toString('utf8');
        longName = paxRecord(records, 'path')?.replaceAll('\\', '/') ?? longName;
        statedSize = sizeOfRecord(paxRecord(records, 'size'));
      }
      await bytes.skip(padding);
      continue;
    }
    if (type === SPARSE && head[SPARSE_GOES_ON] !== 0) {
      while (((await bytes.take(BLOCK))[SPARSE_GOES_ON_AGAIN] ?? 0) !== 0);
    }
    const isFile = !EMPTY_TYPES.includes(type) && !HEADER_TYPES.includes(type);
    let left = size;
    if (isFile) {
      yield {
        name: longName ?? nameIn(head),
        size,
        read: async () => {
          const content = await bytes.take(left);
          if (content.length < left) throw new ArchiveError('the archive ends within it');
          left = 0;
          return content;
        },
      };
    }
    if (!HEADER_TYPES.includes(type)) longName = statedSize = null;
    await bytes.skip(left + padding);
  }
}

/** Whether the sum of the bytes is the one that stands there, of bytes with or without sign: those of others are no header. */
function isWhole(head: Buffer): boolean {
  const stated = Number.parseInt(textUpToZero(head.subarray(148, 156)).trim(), 8);
  const blank = Buffer.from(head).fill(' ', 148, 156);
  const sum = blank.reduce((total, byte) => total + byte, 0);
  return stated === sum || stated === sum - 256 * blank.filter((byte) => byte > 127).length;
}

function nameIn(head: Buffer): string {
  const prefix = head.toString('latin1', 257, 262) === 'ustar' ? textUpToZero(head.subarray(345, 500)) : '';
  const name = textUpToZero(head.subarray(0, 100));
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textUpToZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return nameOf(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Octal digits, or for what does not fit GNU's binary number. */
function sizeIn(head: Buffer): number {
  const field = head.subarray(124, 136);
  const size =
    (field[0] ?? 0) & 0x80 ? Number(field.readBigUInt64BE(4)) : Number.parseInt(textUpToZero(field).trim() || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveError('a damaged tar header');
  return size;
}

/** Of records such as `30 path=package/dist/index.js\n`. */
function paxRecord(records: string, name: string): string | null {
  return new RegExp(`(?:^|\\n)\\d+ ${name}=([^\\n]*)`).exec(records)?.[1] ?? null;
}

function sizeOfRecord(text: string | null): number | null {
  if (text === null) return null;
  const size = Number(text);
  if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveError('a damaged tar header');
  return size;
}

/** Takes exact lengths from pieces of any. */
class Pieces {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `length` bytes, fewer at the end. */
  async take(length: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for (let left = length; left > 0;) {
      const piece = await this.#next(left);
      if (piece === null) break;
      taken.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(taken);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      const piece = await this.#next(left);
      if (piece === null) return;
      left -= piece.length;
    }
  }

  async #next(most: number): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return null;
      this.#rest = Buffer.from(next.value);
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }
}
