import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { ObjectDatabase } from '../../../src/git/objects/database.js';
import { readLoose } from '../../../src/git/objects/loose.js';
import { OBJECT_TYPES, TYPE_NUMBER, type ObjectFormat } from '../../../src/git/objects/object-id.js';
import { objectFolders } from '../../../src/git/objects/folders.js';
import { Walker } from '../../../src/git/objects/walk.js';
import { Workspace } from '../../../src/git/objects/workspace.js';
import { cleanEnvironment, runOrThrow } from '../../support/run.js';

/** Object id → type, size and a digest of the bytes. */
export type Objects = Map<string, string>;

/** Every object as `git cat-file --batch --batch-all-objects` gives it: the judge. */
export function objectsByGit(folder: string, env: Record<string, string> = {}): Objects {
  const { stdout, status, stderr } = spawnSync('git', ['cat-file', '--batch', '--batch-all-objects', '--unordered'], {
    cwd: folder,
    env: { ...cleanEnvironment(), GIT_NO_LAZY_FETCH: '1', ...env },
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(stderr.toString());
  const objects: Objects = new Map();
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf(10, at);
    const [id = '', type = '', size = ''] = stdout.toString('latin1', at, end).split(' ');
    const content = stdout.subarray(end + 1, end + 1 + Number(size));
    objects.set(id, fact(type, content));
    at = end + 1 + Number(size) + 1;
  }
  return objects;
}

/** Every object as one walk over all packs and one look at all loose files gives it. */
export function objectsByWalking(folder: string, env: Record<string, string> = {}): Objects {
  const database = openDatabase(folder, env);
  const objects: Objects = new Map();
  const workspace = new Workspace();
  for (const { id, file } of database.looseObjects()) {
    const { type, bytes } = readLoose(file);
    objects.set(id, fact(type, bytes));
  }
  for (const pack of database.packs) {
    const forest = pack.forest();
    const walker: Walker<void> = new Walker<void>(
      forest,
      pack.file,
      workspace,
      (object) => {
        walker.complete(object);
        const { entry, type, at, size } = object;
        const row = (forest.rows[entry] as number) * forest.idLength;
        const id = Buffer.from(forest.ids.subarray(row, row + forest.idLength)).toString('hex');
        objects.set(id, fact(String(OBJECT_TYPES[type]), workspace.view(at, size)));
      },
      { types: [1, 2, 3, 4], margin: (type) => (type === TYPE_NUMBER.blob ? 16 : undefined) },
    );
    walker.walk(0, forest.roots.length);
  }
  database.close();
  return objects;
}

/** The named objects, read one at a time. */
export function objectsByReading(folder: string, ids: Iterable<string>): Objects {
  const database = openDatabase(folder);
  const objects: Objects = new Map();
  for (const id of ids) {
    const object = database.read(id);
    if (object !== null) objects.set(id, fact(object.type, object.bytes));
  }
  database.close();
  return objects;
}

export function openDatabase(folder: string, env: Record<string, string> = {}): ObjectDatabase {
  const [own = '', format = ''] = runOrThrow('git', ['rev-parse', '--git-path', 'objects', '--show-object-format'], {
    cwd: folder,
    env,
  }).split('\n');
  const { folders } = objectFolders(path.resolve(folder, own), env);
  return new ObjectDatabase(folders, format as ObjectFormat);
}

function fact(type: string, bytes: Uint8Array): string {
  return `${type} ${bytes.length} ${createHash('sha1').update(bytes).digest('hex')}`;
}
