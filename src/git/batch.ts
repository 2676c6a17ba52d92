import type { Readable } from 'node:stream';
import { GitError, type Git, type GitProcess } from './git.js';

/** An object and its content. */
export interface GitObject {
  readonly id: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  /** Of the content, in bytes. */
  readonly size: number;
  /** `null` where the object is larger than the reader's limit. */
  readonly bytes: Buffer | null;
}

/** An object that git could not give. */
export interface UnreadObject {
  readonly id: string;
  readonly type: null;
  /** `missing`, or what git said before it gave up. */
  readonly why: string;
}

export type BatchAnswer = GitObject | UnreadObject;

/**
 * Reads objects by id through one `git cat-file --batch`, started at once so that it is ready when the first ids are
 * known. An object that kills git is answered as unread, and git is started again for the ids after it.
 */
export class ObjectReader {
  readonly #git: Git;
  readonly #maxSize: number;
  #session: Session;

  /** `maxSize` in bytes: larger objects are answered without their content. `started`: by {@link startBatch}, before. */
  constructor(git: Git, maxSize: number, started = startBatch(git)) {
    this.#git = git;
    this.#maxSize = maxSize;
    this.#session = new Session(started, maxSize);
  }

  /** Answers every id, in order, in batches as they come. One call at a time. */
  async *read(ids: readonly string[]): AsyncGenerator<readonly BatchAnswer[], void, undefined> {
    let answered = 0;
    while (answered < ids.length) {
      const asked = ids.slice(answered);
      this.#session.process.stdin?.write(linesOf(asked));
      for await (const batch of this.#session.answers(asked.length)) {
        answered += batch.length;
        yield batch;
      }
      const culprit = ids[answered];
      if (culprit === undefined) return;
      const answer = await unreadAtTheEnd(this.#session.process, culprit);
      this.#session = new Session(startBatch(this.#git), this.#maxSize);
      answered++;
      yield [answer];
    }
  }

  /** Ends git. */
  close(): void {
    this.#session.process.kill();
  }
}

/** Starts the git that an {@link ObjectReader} asks, for whoever knows that it will be needed before it knows for what. */
export function startBatch(git: Git): GitProcess {
  return git.start(['cat-file', '--batch']);
}

/**
 * As {@link ObjectReader.read}, where no other question follows: git need not hand out each answer at once, which saves
 * it two calls to the system of three. While a visit waits for something, nothing more is read.
 */
export async function readAll(
  git: Git,
  ids: readonly string[],
  maxSize: number,
  visit: (answer: BatchAnswer) => Promise<void> | void,
): Promise<void> {
  for (let answered = 0; answered < ids.length;) {
    const asked = ids.slice(answered);
    const process = git.start(['cat-file', '--batch', '--buffer'], linesOf(asked));
    try {
      answered += await visitAll(process.stdout, new BatchParser(maxSize), visit);
      const culprit = ids[answered++];
      if (culprit !== undefined) await visit(await unreadAtTheEnd(process, culprit));
    } finally {
      process.kill();
    }
  }
}

/** Returns how many answers there were. The stream's own iterator would join what has come together, at the price of a copy. */
async function visitAll(
  stream: Readable,
  parser: BatchParser,
  visit: (answer: BatchAnswer) => Promise<void> | void,
): Promise<number> {
  let count = 0;
  let waiting: Promise<unknown> = Promise.resolve();
  // A failure ends the stream, and comes back from it.
  const fail = (error: unknown): void => void stream.destroy(error as Error);
  stream.on('data', (chunk: Buffer) => {
    try {
      const waits: Promise<void>[] = [];
      for (const answer of parser.push(chunk)) {
        count++;
        const wait = visit(answer);
        if (wait !== undefined) waits.push(wait);
      }
      if (waits.length === 0) return;
      stream.pause();
      waiting = Promise.all(waits);
      waiting.then(() => stream.resume(), fail);
    } catch (error) {
      fail(error);
    }
  });
  await new Promise<void>((resolve, reject) => stream.once('error', reject).once('close', resolve));
  // The last visits may take longer than the stream.
  await waiting;
  return count;
}

function linesOf(ids: readonly string[]): string {
  return ids.join('\n') + '\n';
}

/** What to say of the object that git ended at. Throws {@link GitError} where it does not work at all. */
async function unreadAtTheEnd(process: GitProcess, id: string): Promise<UnreadObject> {
  const { status, complaint } = await process.ended;
  if (status === null) throw new GitError('cat-file', { status, complaint });
  return { id, type: null, why: complaint || `git cat-file stopped with status ${status}` };
}

/** One run of git and its unread output. */
class Session {
  readonly process: GitProcess;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #parser: BatchParser;

  constructor(process: GitProcess, maxSize: number) {
    this.process = process;
    this.#chunks = process.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.#parser = new BatchParser(maxSize);
  }

  /** The next `count` answers, or as many as there are before git ends. */
  async *answers(count: number): AsyncGenerator<readonly BatchAnswer[], void, undefined> {
    for (let left = count; left > 0;) {
      const chunk = await this.#chunks.next();
      if (chunk.done === true) return;
      const answers = this.#parser.push(chunk.value);
      left -= answers.length;
      if (answers.length > 0) yield answers;
    }
  }
}

const LINE_FEED = 10;

/**
 * Cuts the output of `cat-file --batch`, `<id> <type> <size>LF<content>LF`, into answers. The content of most is a view of
 * the chunk that it came in.
 */
export class BatchParser {
  readonly #maxSize: number;
  /** A header that is not whole yet. */
  #rest: Buffer = Buffer.alloc(0);
  #begun: BegunObject | null = null;

  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  push(chunk: Buffer): BatchAnswer[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const answers: BatchAnswer[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.#begun !== null) {
        at += this.#begun.take(bytes, at);
        if (!this.#begun.complete) break;
        answers.push(this.#begun.object);
        this.#begun = null;
        continue;
      }
      const end = bytes.indexOf(LINE_FEED, at);
      if (end === -1) break;
      const header = bytes.toString('latin1', at, end);
      at = end + 1;
      const [, id, type, digits] = HEADER.exec(header) ?? [];
      const size = Number(digits);
      if (id === undefined) answers.push(unreadFrom(header));
      else if (at + size < bytes.length && size <= this.#maxSize) {
        answers.push({ id, type: type as GitObject['type'], size, bytes: bytes.subarray(at, at + size) });
        at += size + 1;
      } else this.#begun = new BegunObject(id, type as GitObject['type'], size, this.#maxSize);
    }
    this.#rest = bytes.subarray(at);
    return answers;
  }
}

const HEADER = /^([0-9a-f]+) (blob|tree|commit|tag) (\d+)$/;

/** An object whose content is still coming. */
class BegunObject {
  readonly object: GitObject;
  #left: number;

  constructor(id: string, type: GitObject['type'], size: number, maxSize: number) {
    this.object = { id, type, size, bytes: size > maxSize ? null : Buffer.allocUnsafe(size) };
    // The line feed after the content counts too.
    this.#left = size + 1;
  }

  get complete(): boolean {
    return this.#left === 0;
  }

  /** Copies what `bytes` holds of the content from `at` on; returns how many bytes that used up. */
  take(bytes: Buffer, at: number): number {
    const taken = Math.min(this.#left, bytes.length - at);
    const filled = this.object.size + 1 - this.#left;
    if (this.object.bytes !== null) bytes.copy(this.object.bytes, filled, at, at + taken);
    this.#left -= taken;
    return taken;
  }
}

function unreadFrom(header: string): UnreadObject {
  const [id = '', ...why] = header.split(' ');
  return { id, type: null, why: why.join(' ') };
}
