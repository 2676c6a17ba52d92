import { Buffer } from 'node:buffer';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { looseFile, looseObjects, readLoose, type LooseObject, type WholeObject } from './loose.js';
import { ID_LENGTH, type ObjectFormat } from './object-id.js';
import { Pack } from './pack.js';
import { UnreadableObject, UnreadablePack } from './unreadable.js';
import { Workspace } from './workspace.js';

/** A pack that this reader cannot use: what it holds has to be asked of git. */
export interface UnusablePack {
  readonly name: string;
  readonly why: string;
}

/** How often the packs are looked up anew while gc keeps rewriting them. */
const ATTEMPTS = 5;

/**
 * The objects of a repository, packed and loose, in all its folders of objects: our own reader, beside git's. It keeps
 * every pack open, so that a gc meanwhile takes nothing away.
 */
export class ObjectDatabase {
  readonly format: ObjectFormat;
  readonly #folders: readonly string[];
  #packs: Pack[] = [];
  #unusable: UnusablePack[] = [];
  #workspace: Workspace | null = null;

  constructor(folders: readonly string[], format: ObjectFormat) {
    this.#folders = folders;
    this.format = format;
    this.#openPacks();
  }

  get packs(): readonly Pack[] {
    return this.#packs;
  }

  get unusable(): readonly UnusablePack[] {
    return this.#unusable;
  }

  get idLength(): number {
    return ID_LENGTH[this.format];
  }

  /**
   * Every loose object there is. Objects that gc moves from loose to packed, or back, in the meantime are in one of the
   * two: when the packs have changed behind us, both are listed again.
   */
  looseObjects(): LooseObject[] {
    for (let attempt = 1; ; attempt++) {
      const before = this.#packNames().join();
      const loose = this.#folders.flatMap((folder) => [...looseObjects(folder)]);
      if (before === this.#packNames().join() || attempt === ATTEMPTS) return loose;
      this.#openPacks();
    }
  }

  /** Reads one object; `null` when it is not there. Throws {@link UnreadableObject}. */
  read(id: string): WholeObject | null {
    const bytes = Buffer.from(id, 'hex');
    for (let attempt = 1; attempt <= 2; attempt++) {
      const object = this.#readPacked(bytes) ?? this.#readLoose(id);
      if (object !== null) return object;
      // It may have been packed since the packs were opened.
      if (this.#packNames().every((name) => this.#knows(name))) return null;
      this.#openPacks();
    }
    return null;
  }

  /** Looks up packs that have come since. */
  refresh(): void {
    this.#openPacks();
  }

  /** Whether objects may rightly be absent: git marks the packs of partial clones (gitformat-pack(5), partial-clone). */
  get isPartial(): boolean {
    return this.#packs.some(({ name }) => existsSync(`${name}.promisor`));
  }

  close(): void {
    for (const pack of this.#packs) pack.close();
    this.#packs = [];
  }

  #readPacked(id: Buffer): WholeObject | null {
    for (const pack of this.#packs) {
      const offset = pack.index.find(id);
      if (offset === null) continue;
      this.#workspace ??= new Workspace();
      return pack.read(offset, this.#workspace, (base) => {
        const object = this.read(base.toString('hex'));
        if (object === null) throw new UnreadableObject(`its base ${base.toString('hex')} is absent`);
        return object;
      });
    }
    return null;
  }

  #readLoose(id: string): WholeObject | null {
    for (const folder of this.#folders) {
      try {
        return readLoose(looseFile(folder, id));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    return null;
  }

  #openPacks(): void {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const gone = this.#packNames().filter((name) => !this.#knows(name) && !this.#open(name));
      if (gone.length === 0) return;
    }
  }

  /** Whether it is still there; packs of formats that we do not know are remembered as such. */
  #open(name: string): boolean {
    try {
      this.#packs.push(new Pack(name, this.idLength));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      const why = error instanceof UnreadablePack ? error.message : String((error as NodeJS.ErrnoException).code);
      this.#unusable.push({ name, why });
      return true;
    }
  }

  #knows(name: string): boolean {
    return this.#packs.some((pack) => pack.name === name) || this.#unusable.some((pack) => pack.name === name);
  }

  /** Packs that have an index, without their extension; git ignores others too. */
  #packNames(): string[] {
    return this.#folders.flatMap((folder) => {
      const packs = path.join(folder, 'pack');
      if (!existsSync(packs)) return [];
      const names = new Set(readdirSync(packs));
      return [...names]
        .filter((name) => name.endsWith('.idx') && names.has(name.replace(/idx$/, 'pack')))
        .map((name) => path.join(packs, name.slice(0, -'.idx'.length)))
        .sort();
    });
  }
}
