import { createHash } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BatchParser } from '../../src/git/batch.js';
import { idOf } from '../../src/git/objects/forest.js';
import { readLoose } from '../../src/git/objects/loose.js';
import { OBJECT_TYPES, TYPE_NUMBER } from '../../src/git/objects/object-id.js';
import { Walker } from '../../src/git/objects/walk.js';
import { Workspace } from '../../src/git/objects/workspace.js';
import { gitAround } from '../../src/git/repository.js';
import { openDatabase } from '../git/objects/judge.js';

/** Folders of git repositories, bare or not, with a colon between them: whatever deep histories are at hand. */
const repositories = (process.env.STARRISE_REPOSITORIES ?? '').split(path.delimiter).filter((folder) => folder !== '');

function fact(type: string, bytes: Uint8Array): string {
  return `${type} ${bytes.length} ${createHash('sha1').update(bytes).digest('base64')}`;
}

describe.skipIf(repositories.length === 0)('in real repositories (STARRISE_REPOSITORIES)', () => {
  it.each(repositories)('%s: every object has the type, size and bytes that git gives', async (folder) => {
    const ours = new Map<string, string>();
    const database = openDatabase(folder);
    const workspace = new Workspace();
    for (const pack of database.packs) {
      const forest = pack.forest();
      const walker: Walker<void> = new Walker<void>(
        forest,
        pack.file,
        workspace,
        (object) => {
          walker.complete(object);
          const { entry, type, at, size } = object;
          ours.set(idOf(forest, entry), fact(String(OBJECT_TYPES[type]), workspace.view(at, size)));
        },
        { types: [1, 2, 3, 4], margin: (type) => (type === TYPE_NUMBER.blob ? 16 : undefined) },
      );
      walker.walk(0, forest.roots.length);
    }
    for (const { id, file } of database.looseObjects()) {
      const { type, bytes } = readLoose(file);
      ours.set(id, fact(type, bytes));
    }
    database.close();

    let objects = 0;
    let leftToGit = 0;
    const wrong: string[] = [];
    const parser = new BatchParser(1 << 30);
    const all = ['cat-file', '--batch', '--batch-all-objects', '--unordered'];
    for await (const chunk of gitAround(folder).chunks(all)) {
      for (const answer of parser.push(chunk)) {
        if (answer.type === null || answer.bytes === null) throw new Error(answer.id);
        objects++;
        const known = ours.get(answer.id);
        // What is larger than the memory set aside, our reader leaves to git.
        if (known === undefined) leftToGit++;
        else if (known !== fact(answer.type, answer.bytes)) wrong.push(answer.id);
        ours.delete(answer.id);
      }
    }
    console.error(
      `${folder}: ${objects} objects, ${leftToGit} left to git, ${wrong.length} wrong, ${ours.size} invented`,
    );
    expect(wrong).toEqual([]);
    expect(ours.size).toBe(0);
    expect(objects).toBeGreaterThan(0);
    expect(leftToGit).toBeLessThan(objects / 1000);
  });
});
