import { Buffer } from 'node:buffer';
import type { GitProcess } from '../../git/git.js';
import { sortedIds } from '../../git/objects/object-id.js';
import type { WholeObject } from '../../git/objects/loose.js';
import { Sweep } from './sweep.js';

/** What stands before the name of a submodule in a tree. */
const MODE_OF_SUBMODULES = Buffer.from('160000 ');

/**
 * Looks at the objects that a part of history adds. Those are few, and git has them at hand: it gives them before our own
 * reader would be loaded.
 */
export class PartSweep extends Sweep {
  #ids: readonly string[] = [];
  /** Commits, trees and tags that were looked at. */
  readonly #naming: string[] = [];
  #namesSubmodules = false;

  /** Looks at these objects and no others. `batch`: a git that was started before. */
  async only(ids: readonly string[], batch: GitProcess): Promise<void> {
    this.#ids = ids;
    this.request.progress.total += ids.length;
    await this.askGit(ids, batch);
    // What names what is of use only for the paths of these, and mostly there are none.
    if (!this.#namesSubmodules && this.lfsPointers.size === 0 && this.packed.size === 0) return;
    await this.readThroughGit(this.#naming, (id, object) => super.follow(id, object));
  }

  protected override follow(id: string, { type, bytes }: WholeObject): void {
    this.#naming.push(id);
    if (type === 'tree' && bytes.includes(MODE_OF_SUBMODULES)) this.#namesSubmodules = true;
  }

  protected lists(): readonly Uint8Array[] {
    return [sortedIds(this.#ids, this.request.idLength)];
  }

  protected get edge(): null {
    return null;
  }
}
