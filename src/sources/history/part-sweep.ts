import { Buffer } from 'node:buffer';
import type { GitProcess } from '../../git/git.js';
import type { ObjectDatabase } from '../../git/objects/database.js';
import { idsIn, sortedIds } from '../../git/objects/object-id.js';
import type { WholeObject } from '../../git/objects/loose.js';
import type { Pack } from '../../git/objects/pack.js';
import { MANY, packsOfPart } from './packs-of-part.js';
import { Sweep, type SweepRequest } from './sweep.js';

export interface PartSweepRequest extends SweepRequest {
  /** Loads our own reader. */
  readonly database: () => Promise<ObjectDatabase>;
}

/** What stands before the name of a submodule in a tree. */
const MODE_OF_SUBMODULES = Buffer.from('160000 ');

/** Looks at the objects that a part of history adds. Mostly those are few, and asked of git; many are read in their packs. */
export class PartSweep extends Sweep {
  /** What our own reader could not read in packs that it read as wholes. */
  readonly damaged = new Set<string>();
  readonly #database: PartSweepRequest['database'];
  #ids: readonly string[] = [];
  #sorted: Buffer | null = null;
  /** Those that are looked through as wholes. */
  #packs: readonly Pack[] = [];
  /** Commits, trees and tags that were asked of git. */
  readonly #naming: string[] = [];
  #namesSubmodules = false;

  constructor({ database, ...request }: PartSweepRequest) {
    super(request);
    this.#database = database;
  }

  /** Looks at these objects and no others. `batch`: a git that was started before. */
  async only(ids: readonly string[], batch: GitProcess): Promise<void> {
    this.#ids = ids;
    this.request.progress.total += ids.length;
    const left = ids.length < MANY ? ids : await this.#lookThroughPacks();
    if (this.stopped) return;
    await this.askGit(left, batch);
    // What names what is of use only for the paths of these, and mostly there are none.
    if (!this.#namesSubmodules && this.lfsPointers.size === 0 && this.packed.size === 0) return;
    await this.readThroughGit(this.#naming, (id, object) => super.follow(id, object));
  }

  protected override follow(id: string, { type, bytes }: WholeObject): void {
    this.#naming.push(id);
    if (type === 'tree' && bytes.includes(MODE_OF_SUBMODULES)) this.#namesSubmodules = true;
  }

  protected lists(): readonly Uint8Array[] {
    return [...this.#packs.map(({ index }) => index.ids()), this.#sortedIds()];
  }

  protected get edge(): null {
    return null;
  }

  /** Returns those that are left to git. */
  async #lookThroughPacks(): Promise<readonly string[]> {
    const { settings, maxSize, signal, progress, idLength } = this.request;
    const { packs } = await this.#database();
    const { parts, left } = packsOfPart(idsIn(this.#sortedIds(), idLength), packs);
    const others = left.map((id) => id.toString('hex'));
    if (parts.length === 0) return others;
    this.#packs = parts.map(({ pack }) => pack);
    const { PackCrew } = await import('./pack-crew.js');
    const size = this.#packs.reduce((sum, { file }) => sum + file.size, 0);
    const crew = new PackCrew({ settings, maxSize, signal, progress, edge: null, size });
    try {
      for (const [at, { pack, chosen }] of parts.entries()) {
        if (this.stopped) break;
        const seen = await crew.lookThrough(pack, chosen, this.tables(), at);
        for (const findings of seen.findings) this.take(findings, seen.idOf);
        for (const id of seen.left) this.damaged.add(id);
      }
    } finally {
      await crew.end();
    }
    return [...others, ...this.damaged];
  }

  #sortedIds(): Buffer {
    return (this.#sorted ??= sortedIds(this.#ids, this.request.idLength));
  }
}
