import { ArchiveError, type ArchiveEntry, nameOf, ofItself, textOf } from './entry.js';

const BLOCK = 512;
const SPACE = 0x20;
/** A header about another entry that is longer than this is nobody's. In bytes. */
const LONGEST_HEADER = 1 << 20;

/** As many blocks are kept, to be looked at, of those where a header should be. */
const MOST_LOST = 1 << 17;

/** Types of what has no content, whatever size it states: links, devices, folders, pipes. */
const EMPTY_TYPES = ['1', '2', '3', '4', '5', '6'];
const LINKS = ['1', '2'];
const FOLDER = '5';
/** Types of what is about the next entry: pax, and GNU's long names and long targets of links. */
const PAX = 'x';
const LONG_NAME = 'L';
const LONG_TARGET = 'K';
/** What pax says of all entries. */
const PAX_OF_ALL = 'g';
const HEADER_TYPES = [PAX, LONG_NAME, LONG_TARGET, PAX_OF_ALL];
/** GNU's sparse files, whose header may go on: where it says so, and where each further block does. */
const SPARSE = 'S';
const SPARSE_GOES_ON = 482;
const SPARSE_GOES_ON_AGAIN = 504;

/**
 * The files of a tar archive, whose bytes come in pieces (POSIX.1-2017 `pax`, "ustar Interchange Format", and GNU's long names).
 * What has a type that nobody knows is a file, as POSIX has it; behind the end of one archive another may stand. Where a header
 * is damaged, the next one is looked for, as GNU's tar does.
 */
export async function* tarEntries(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const bytes = new Pieces(chunks);
  let said: Said = {};
  const lost: Buffer[] = [];
  for (;;) {
    const head = await bytes.take(BLOCK);
    const isEmpty = head.every((byte) => byte === 0);
    if (!isEmpty && (head.length < BLOCK || !isWhole(head))) {
      lost.push(head);
      said = {};
    }
    if (head.length < BLOCK || lost.length > MOST_LOST) {
      if (lost.length > 0 || bytes.failure !== null) {
        throw new ArchiveError(bytes.failure?.message ?? 'a damaged tar header', Buffer.concat(lost));
      }
      return;
    }
    if (isEmpty || lost.at(-1) === head) continue;
    const type = String.fromCharCode(head[156] ?? 0);
    const isHeader = HEADER_TYPES.includes(type);
    const size = EMPTY_TYPES.includes(type) ? 0 : ((isHeader ? undefined : said.size) ?? sizeIn(head));
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (isHeader) {
      if (size > LONGEST_HEADER) throw new ArchiveError(`a header of ${size} bytes`);
      const text = await bytes.take(size);
      if (type === LONG_NAME) said = { ...said, name: nameOf(upToZero(text)) };
      else if (type === LONG_TARGET) said = { ...said, target: textOf(upToZero(text)) };
      else if (type === PAX) said = { ...said, ...saidByPax(text) };
      else yield* ofItself(textOf(text));
      await bytes.skip(padding);
      continue;
    }
    if (type === SPARSE && head[SPARSE_GOES_ON] !== 0) {
      while (((await bytes.take(BLOCK))[SPARSE_GOES_ON_AGAIN] ?? 0) !== 0);
    }
    let left = size;
    const name = said.name ?? nameIn(head);
    const comment = said.comment ?? '';
    if (LINKS.includes(type)) {
      const target = Buffer.from(said.target ?? textOf(upToZero(head.subarray(157, 257))));
      yield { name, size: target.length, comment, read: () => Promise.resolve(target) };
    } else if (EMPTY_TYPES.includes(type)) {
      yield { name: type === FOLDER && !name.endsWith('/') ? `${name}/` : name, size, comment, read: null };
    } else {
      yield {
        name,
        size,
        comment,
        read: async () => {
          const content = await bytes.take(left);
          if (content.length < left)
            throw new ArchiveError(bytes.failure?.message ?? 'the archive ends within it', content);
          left = 0;
          return content;
        },
      };
    }
    said = {};
    await bytes.skip(left + padding);
  }
}

/** Whether the sum of the bytes is the one that stands there, of bytes with or without sign: those of others are no header. */
function isWhole(head: Buffer): boolean {
  const stated = Number.parseInt(textOf(upToZero(head.subarray(148, 156))).trim(), 8);
  // Of what is no header nearly always: it may be most of a file.
  if (Number.isNaN(stated)) return false;
  let sum = 0;
  let negative = 0;
  for (let at = 0; at < head.length; at++) {
    const byte = at >= 148 && at < 156 ? SPACE : (head[at] as number);
    sum += byte;
    if (byte > 127) negative++;
  }
  return stated === sum || stated === sum - 256 * negative;
}

function nameIn(head: Buffer): string {
  const prefix = head.toString('latin1', 257, 262) === 'ustar' ? nameOf(upToZero(head.subarray(345, 500))) : '';
  const name = nameOf(upToZero(head.subarray(0, 100)));
  return prefix === '' ? name : `${prefix}/${name}`;
}

function upToZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** Octal digits, or for what does not fit GNU's binary number. */
function sizeIn(head: Buffer): number {
  const field = head.subarray(124, 136);
  const size =
    (field[0] ?? 0) & 0x80
      ? Number(field.readBigUInt64BE(4))
      : Number.parseInt(textOf(upToZero(field)).trim() || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveError('a damaged tar header');
  return size;
}

/** What headers say of the entry that follows them. */
interface Said {
  readonly name?: string;
  readonly target?: string;
  readonly size?: number;
  readonly comment?: string;
}

/** Of records such as `30 path=package/dist/index.js\n`; all that is no name, no target and no size is a comment. */
function saidByPax(records: Buffer): Said {
  let said: Said = {};
  const others: string[] = [];
  for (let at = 0; at < records.length;) {
    const [, length = '', key] = /^(\d+) ([^=]+)=/.exec(records.toString('latin1', at, at + 100)) ?? [];
    const end = key === undefined ? records.length : at + Number(length);
    const record = textOf(records.subarray(at, end).subarray(length === '' ? 0 : length.length + 1)).replace(/\n$/, '');
    const value = record.slice((key?.length ?? 0) + 1);
    if (key === 'path') said = { ...said, name: value.replaceAll('\\', '/') };
    else if (key === 'linkpath') said = { ...said, target: value };
    else if (key === 'size') said = { ...said, size: sizeOfRecord(value) };
    else others.push(record);
    at = Math.max(end, at + 1);
  }
  return others.length === 0 ? said : { ...said, comment: others.join('\n') };
}

function sizeOfRecord(text: string): number {
  const size = Number(text);
  if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveError('a damaged tar header');
  return size;
}

/** Takes exact lengths from pieces of any. */
class Pieces {
  /** Why no more comes, where that is not the end. */
  failure: ArchiveError | null = null;
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

  /** What came before is told first. */
  #fail(error: unknown): null {
    if (!(error instanceof ArchiveError)) throw error;
    this.failure = error;
    return null;
  }

  async #next(most: number): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next().catch((error: unknown) => this.#fail(error));
      if (next === null || next.done === true) return null;
      this.#rest = Buffer.from(next.value);
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }
}
