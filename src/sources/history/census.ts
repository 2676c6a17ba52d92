import { Buffer } from 'node:buffer';
import { ObjectReader } from '../../git/batch.js';
import type { Git } from '../../git/git.js';
import type { ObjectDatabase } from '../../git/objects/database.js';
import { idOf } from '../../git/objects/forest.js';
import { readLoose } from '../../git/objects/loose.js';
import { type ObjectType, TYPE_NUMBER } from '../../git/objects/object-id.js';
import { UnreadableObject } from '../../git/objects/unreadable.js';
import { Walker } from '../../git/objects/walk.js';
import { Workspace } from '../../git/objects/workspace.js';
import { Turns } from './interruption.js';

/** Hexadecimal id and content; the content is valid during the visit. */
export type VisitObject = (id: string, bytes: Buffer) => void;

/** Goes through all objects of one type. Rejects when it is interrupted. */
export interface Census {
  each(type: ObjectType, visit: VisitObject): Promise<void>;
}

/** Roots of packs walked between two looks at the clock. */
const ROOTS_AT_ONCE = 256;

/** All objects of a repository. Trees and commits are small: those that our own reader cannot give are asked of git. */
export function censusOfAll(
  git: Git,
  database: ObjectDatabase,
  leftToGit: readonly string[],
  signal: AbortSignal | undefined,
): Census {
  const workspace = new Workspace();
  return {
    async each(type, visit) {
      const turns = new Turns();
      for (const pack of database.packs) {
        const forest = pack.forest();
        const options = { types: [TYPE_NUMBER[type]] };
        const walker = new Walker(
          forest,
          pack.file,
          workspace,
          ({ entry, at, size }) => {
            const view = workspace.view(at, size);
            visit(idOf(forest, entry), Buffer.from(view.buffer, view.byteOffset, view.byteLength));
          },
          options,
        );
        for (let from = 0; from < forest.roots.length; from += ROOTS_AT_ONCE) {
          walker.walk(from, Math.min(from + ROOTS_AT_ONCE, forest.roots.length));
          await turns.giveWay();
          signal?.throwIfAborted();
        }
      }
      for (const { id, file } of database.looseObjects()) {
        const object = orNull(() => readLoose(file));
        if (object?.type === type) visit(id, object.bytes);
        await turns.giveWay();
        signal?.throwIfAborted();
      }
      await eachOf(git, leftToGit, type, visit);
    },
  };
}

/** Some objects, known by id. */
export function censusOf(
  git: Git,
  database: ObjectDatabase,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Census {
  return {
    async each(type, visit) {
      const turns = new Turns();
      const absent: string[] = [];
      for (const id of ids) {
        const object = orNull(() => database.read(id));
        if (object === null) absent.push(id);
        else if (object.type === type) visit(id, object.bytes);
        await turns.giveWay();
        signal?.throwIfAborted();
      }
      await eachOf(git, absent, type, visit);
    },
  };
}

async function eachOf(git: Git, ids: readonly string[], type: ObjectType, visit: VisitObject): Promise<void> {
  if (ids.length === 0) return;
  const reader = new ObjectReader(git, LARGEST);
  try {
    for await (const answers of reader.read(ids)) {
      for (const answer of answers) {
        if (answer.type === type && answer.bytes !== null) visit(answer.id, answer.bytes);
      }
    }
  } finally {
    reader.close();
  }
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
