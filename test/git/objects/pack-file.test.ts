import { Buffer } from 'node:buffer';
import { chmodSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HeldFile } from '../../../src/git/objects/pack-file.js';
import { UnreadableObject } from '../../../src/git/objects/unreadable.js';
import { newRepository } from '../../support/repository.js';
import { openDatabase } from './judge.js';

describe('a pack held in memory', () => {
  it('reads as the file does, and is not held where the file has come to end early', () => {
    const repository = newRepository();
    repository.commit('one', { a: 'some text\n'.repeat(100), b: 'b' });
    repository.git('repack', '-adq');
    const database = openDatabase(path.join(repository.folder, '.git'));
    const [pack] = database.packs;
    if (pack === undefined) throw new Error('no pack');
    const content = new Uint8Array(pack.file.size);
    expect(pack.file.readWhole(content)).toBe(true);
    const held = new HeldFile(content);
    expect(held.size).toBe(pack.file.size);
    const [ours, theirs] = [Buffer.alloc(60), Buffer.alloc(60)];
    held.readInto(ours, 5, 50, 12);
    pack.file.readInto(theirs, 5, 50, 12);
    expect(ours).toEqual(theirs);
    expect(ours.some((byte) => byte !== 0)).toBe(true);
    expect(() => {
      held.readInto(ours, 0, 10, held.size - 9);
    }).toThrow(UnreadableObject);
    chmodSync(`${pack.name}.pack`, 0o600);
    truncateSync(`${pack.name}.pack`, 40);
    expect(pack.file.readWhole(content)).toBe(false);
    database.close();
  });
});
