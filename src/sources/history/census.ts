import { Buffer } from 'node:buffer';
import { readAll } from '../../git/batch.js';
import type { Git } from '../../git/git.js';
import type { ObjectDatabase } from '../../git/objects/database.js';
import { idBytes, marksOf, withBases } from '../../git/objects/forest.js';
import { readLoose } from '../../git/objects/loose.js';
import { idsIn, type ObjectType, sortedIds, TYPE_NUMBER } from '../../git/objects/object-id.js';
import type { Pack } from '../../git/objects/pack.js';
import { UnreadableObject } from '../../git/objects/unreadable.js';
import { Walker } from '../../git/objects/walk.js';
import { Workspace } from '../../git/objects/workspace.js';
import { Turns } from './interruption.js';
import { packsOfPart } from './packs-of-part.js';

/** What is made of one object: of its id, its content, valid during the visit, and of what was made of its delta's base. */
export type VisitObject<Mark> = (id: Uint8Array, bytes: Buffer, base: Mark | undefined) => Mark;

/** Goes through objects. */
export interface Census {
  /** The ids of all of them, in lists that are each sorted, one id behind the other. */
  ids(): readonly Uint8Array[];
  /** Goes through those of one type, each after the one that it is a delta on. Rejects when it is interrupted. */
  each<Mark>(type: ObjectType, visit: VisitObject<Mark>): Promise<void>;
}

/** Roots of packs walked between two looks at the clock. */
const ROOTS_AT_ONCE = 256;

/**
 * All objects of a repository. Trees and commits are small: those that our own reader cannot give are asked of git.
 * `leftToGit`: by type, `null` where nobody knows it.
 */
export function censusOfAll(
  git: Git,
  database: ObjectDatabase,
  leftToGit: ReadonlyMap<ObjectType | null, readonly string[]>,
  signal: AbortSignal | undefined,
): Census {
  const workspace = new Workspace();
  return {
    ids: () => [
      ...database.packs.map(({ index }) => index.ids()),
      sortedIds(
        database.looseObjects().map(({ id }) => id),
        database.idLength,
      ),
      sortedIds([...leftToGit.values()].flat(), database.idLength),
    ],
    async each<Mark>(type: ObjectType, visit: VisitObject<Mark>) {
      const turns = new Turns();
      const walk = { type, visit, workspace, turns, signal };
      for (const pack of database.packs) await walkPack(pack, null, walk);
      for (const { id, file } of database.looseObjects()) {
        const object = orNull(() => readLoose(file));
        if (object?.type === type) visit(Buffer.from(id, 'hex'), object.bytes, undefined);
        await turns.giveWay();
        signal?.throwIfAborted();
      }
      await eachOf(git, [...(leftToGit.get(type) ?? []), ...(leftToGit.get(null) ?? [])], type, visit);
    },
  };
}

/** Some objects, known by id. `damaged`: those of them that our own reader cannot give. */
export function censusOf(
  git: Git,
  database: ObjectDatabase,
  ids: readonly string[],
  damaged: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Census {
  const sorted = sortedIds(ids, database.idLength);
  const all = idsIn(sorted, database.idLength);
  const whole = damaged.size === 0 ? all : all.filter((id) => !damaged.has(id.toString('hex')));
  const { parts, left } = packsOfPart(whole, database.packs);
  const workspace = new Workspace();
  return {
    ids: () => [sorted],
    async each<Mark>(type: ObjectType, visit: VisitObject<Mark>) {
      const turns = new Turns();
      const absent = [...damaged];
      for (const { pack, chosen } of parts) await walkPack(pack, chosen, { type, visit, workspace, turns, signal });
      for (const bytes of left) {
        const id = bytes.toString('hex');
        const object = orNull(() => database.read(id));
        if (object === null) absent.push(id);
        else if (object.type === type) visit(bytes, object.bytes, undefined);
        await turns.giveWay();
        signal?.throwIfAborted();
      }
      await eachOf(git, absent, type, visit);
    },
  };
}

/** How the objects of a pack are gone through. */
interface Walk<Mark> {
  readonly type: ObjectType;
  readonly visit: VisitObject<Mark>;
  readonly workspace: Workspace;
  readonly turns: Turns;
  readonly signal: AbortSignal | undefined;
}

/** `chosen`: the ids of those to visit; `null`: all. */
async function walkPack<Mark>(
  pack: Pack,
  chosen: readonly Buffer[] | null,
  { type, visit, workspace, turns, signal }: Walk<Mark>,
): Promise<void> {
  const forest = pack.forest();
  const marks = chosen && marksOf(forest, pack.index, chosen);
  const options = { types: [TYPE_NUMBER[type]], wanted: marks ? withBases(forest, marks) : undefined };
  const walker = new Walker<Mark | undefined>(
    forest,
    pack.file,
    workspace,
    ({ entry, at, size }, base) => {
      if (marks !== null && marks[entry] !== 1) return undefined;
      const view = workspace.view(at, size);
      return visit(idBytes(forest, entry), Buffer.from(view.buffer, view.byteOffset, view.byteLength), base);
    },
    options,
  );
  for (let from = 0; from < forest.roots.length; from += ROOTS_AT_ONCE) {
    walker.walk(from, Math.min(from + ROOTS_AT_ONCE, forest.roots.length));
    await turns.giveWay();
    signal?.throwIfAborted();
  }
}

async function eachOf<Mark>(
  git: Git,
  ids: readonly string[],
  type: ObjectType,
  visit: VisitObject<Mark>,
): Promise<void> {
  await readAll(git, ids, LARGEST, (answer) => {
    if (answer.type === type && answer.bytes !== null) visit(Buffer.from(answer.id, 'hex'), answer.bytes, undefined);
  });
}

/** No tree and no commit is so large, in bytes. */
const LARGEST = 64 << 20;

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableObject || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
