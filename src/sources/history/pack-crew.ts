import type { Buffer } from 'node:buffer';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Forest, idOf, marksOf, withBases } from '../../git/objects/forest.js';
import { type IdTable, withStarts } from '../../git/objects/known-ids.js';
import type { Pack } from '../../git/objects/pack.js';
import { isHeld, PackHolder, type PackToHold, packToHold } from '../../git/objects/held-pack.js';
import { shared } from '../../git/objects/shared.js';
import { Workspace } from '../../git/objects/workspace.js';
import { workerFile } from '../../worker-file.js';
import { Turns } from './interruption.js';
import { Done, type PackFindings, PackShare, type PackWork } from './pack-share.js';
import type { SweepRequest } from './sweep.js';

/** Packs below this size, in bytes, are read sooner than a second thread has started. */
const WORTH_A_WORKER = 16_000_000;

/** Packs of up to this size together, in bytes, are held in memory while they are looked through: of 300 MB in all. */
const HELD = 96_000_000;

/** Where fewer of its objects are looked at, one in so many, a pack is read piece by piece sooner than as a whole. */
const WORTH_HOLDING = 4;

export interface CrewRequest extends Pick<SweepRequest, 'settings' | 'maxSize' | 'signal' | 'progress'> {
  /** Of all packs together, in bytes. */
  readonly size: number;
  /** Commits whose parents a shallow clone leaves out; `null` where what is named and not known is not absent. */
  readonly edge: readonly string[] | null;
}

/** What became of a pack. */
export interface SeenPack {
  /** Of each thread. */
  readonly findings: readonly PackFindings[];
  readonly idOf: (entry: number) => string;
  /** What was to be looked at and could not be read. */
  readonly left: readonly string[];
}

/** Looks through packs as wholes: on two threads, where there is enough to do for the second. */
export class PackCrew {
  readonly #request: CrewRequest;
  readonly #worker: Worker | null;
  readonly #workspace = new Workspace();
  readonly #turns = new Turns();

  constructor(request: CrewRequest) {
    this.#request = request;
    const file = request.size < WORTH_A_WORKER || availableParallelism() === 1 ? null : workerFile('history');
    this.#worker = file && new Worker(file);
  }

  /** `chosen`: the ids to look at; `null`: all. `known`: all objects that may be named; `at`: which of the tables is the pack's. */
  async lookThrough(
    pack: Pack,
    chosen: readonly Buffer[] | null,
    known: readonly IdTable[],
    at: number,
  ): Promise<SeenPack> {
    const { settings, maxSize, edge, size: sizeOfAll } = this.#request;
    const { descriptor, size } = pack.file;
    const isWorthHolding = chosen === null || chosen.length * WORTH_HOLDING >= pack.index.count;
    const toHold = isWorthHolding && sizeOfAll <= HELD ? packToHold(descriptor, size) : null;
    const forest = toHold === null ? pack.forest() : await this.#held(pack, toHold);
    const marks = chosen && marksOf(forest, pack.index, chosen);
    const work: PackWork = {
      descriptor,
      size,
      content: toHold !== null && isHeld(toHold) ? toHold.bytes : null,
      forest,
      chosen: marks,
      wanted: marks && withBases(forest, marks),
      next: shared(Int32Array, 1),
      done: shared(Int32Array, 2),
      seen: shared(Uint8Array, forest.count),
      settings,
      maxSize,
      known: withStarts(known, forest.idLength),
      first: known[at]?.first ?? 0,
      edge,
    };
    const findings = await this.#share(work);
    const left: string[] = [];
    for (let entry = 0; entry < forest.count && !this.#request.signal?.aborted; entry++) {
      if (work.seen[entry] !== 1 && (marks === null || marks[entry] === 1)) left.push(idOf(forest, entry));
    }
    return { findings, idOf: (entry) => idOf(forest, entry), left };
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
  }

  /** Finds out how a pack hangs together on the way through its file, whose end the second thread reads meanwhile. */
  async #held(pack: Pack, toHold: PackToHold): Promise<Forest> {
    const helped = this.#worker === null ? null : this.#ask<null>(toHold);
    const holder = new PackHolder(toHold);
    const forest = pack.forest(holder);
    holder.readRest();
    await helped;
    return forest;
  }

  async #share(work: PackWork): Promise<PackFindings[]> {
    const { progress, signal } = this.#request;
    const helped = this.#worker === null ? [] : [this.#ask<PackFindings>(work)];
    const own = new PackShare(work, this.#workspace);
    const before = { ...progress };
    while (own.step()) {
      progress.done = before.done + Atomics.load(work.done, Done.objects);
      progress.bytes = before.bytes + Atomics.load(work.done, Done.kilobytes) * 1000;
      await this.#turns.giveWay();
      if (signal?.aborted) Atomics.store(work.next, 0, work.forest.roots.length);
    }
    return [own.findings, ...(await Promise.all(helped))];
  }

  /** What the second thread answers. */
  #ask<Answer>(work: PackToHold | PackWork): Promise<Answer> {
    const worker = this.#worker!;
    const answer = new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    // A failure is thrown where the answer is awaited, not where it happens to arrive before.
    answer.catch(() => undefined);
    worker.postMessage(work);
    return answer;
  }
}
