import { ArchiveError, type ArchiveEntry, nameOf } from './entry.js';

const BLOCK = 512;
/** A name longer than this is nobody's. In bytes. */
const LONGEST_NAME = 1 << 16;

/** The files of a tar archive, whose bytes come in pieces (POSIX.1-2017 `pax`, "ustar Interchange Format", and GNU's long names). */
export async function* tarEntries(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const bytes = new Pieces(chunks);
  let longName: string | null = null;
  for (;;) {
    const head = await bytes.take(BLOCK);
    if (head.length < BLOCK || head.every((byte) => byte === 0)) return;
    const size = sizeIn(head);
    const type = String.fromCharCode(head[156] ?? 0);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (type === 'x' || type === 'L') {
      if (size > LONGEST_NAME) throw new ArchiveError(`a name of ${size} bytes`);
      const text = await bytes.take(size);
      longName = type === 'L' ? textUpToZero(text) : (paxPath(text.toString('utf8')) ?? longName);
      await bytes.skip(padding);
      continue;
    }
    const name = longName ?? nameIn(head);
    longName = null;
    let left = size;
    if (type === '0' || type === '\0') {
      yield {
        name,
        size,
        read: async () => {
          const content = await bytes.take(left);
          if (content.length < left) throw new ArchiveError('the archive ends within it');
          left = 0;
          return content;
        },
      };
    }
    await bytes.skip(left + padding);
  }
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
function paxPath(records: string): string | null {
  return /(?:^|\n)\d+ path=([^\n]*)/.exec(records)?.[1]?.replaceAll('\\', '/') ?? null;
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
