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
      for await (const batch of this.#session.ask(asked)) {
        answered += batch.length;
        yield batch;
      }
      const culprit = ids[answered];
      if (culprit === undefined) return;
      const { status, complaint } = await this.#session.process.ended;
      // Not one object's fault: git does not work here at all.
      if (status === null) throw new GitError('cat-file', { status, complaint });
      this.#session = new Session(startBatch(this.#git), this.#maxSize);
      answered++;
      yield [{ id: culprit, type: null, why: complaint || `git cat-file stopped with status ${status}` }];
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

/** One run of git and its unread output. */
class Session {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #parser: BatchParser;

  constructor(
    readonly process: GitProcess,
    maxSize: number,
  ) {
    this.#chunks = process.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.#parser = new BatchParser(maxSize);
  }

  /** Ends when everything is answered, or when git has ended. */
  async *ask(ids: readonly string[]): AsyncGenerator<readonly BatchAnswer[], void, undefined> {
    this.process.stdin?.write(ids.join('\n') + '\n');
    for (let left = ids.length; left > 0;) {
      const chunk = await this.#chunks.next();
      if (chunk.done === true) return;
      const answers = this.#parser.push(chunk.value);
      left -= answers.length;
      if (answers.length > 0) yield answers;
    }
  }
}

const LINE_FEED = 10;

/** Cuts the output of `cat-file --batch`, `<id> <type> <size>LF<content>LF`, into answers. */
export class BatchParser {
  readonly #maxSize: number;
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
      const [, id, type, digits] = /^([0-9a-f]+) (blob|tree|commit|tag) (\d+)$/.exec(header) ?? [];
      if (id === undefined) answers.push(unreadFrom(header));
      else this.#begun = new BegunObject(id, type as GitObject['type'], Number(digits), this.#maxSize);
    }
    this.#rest = bytes.subarray(at);
    return answers;
  }
}

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
    this.object.bytes?.set(bytes.subarray(at, Math.min(at + taken, at + this.object.size - filled)), filled);
    this.#left -= taken;
    return taken;
  }
}

function unreadFrom(header: string): UnreadObject {
  const [id = '', ...why] = header.split(' ');
  return { id, type: null, why: why.join(' ') };
}
