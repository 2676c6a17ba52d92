import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isHeld, PackHolder, packToHold } from '../../../src/git/objects/held-pack.js';
import { HeldFile } from '../../../src/git/objects/pack-file.js';
import type { Pack } from '../../../src/git/objects/pack.js';
import { UnreadableObject } from '../../../src/git/objects/unreadable.js';
import { newRepository } from '../../support/repository.js';
import { openDatabase } from './judge.js';

const MB = 1 << 20;

/** A pack of three pieces, with an entry that goes over the whole of one and many small ones on both sides. */
function largePack(): Pack {
  const repository = newRepository();
  const small = Array.from({ length: 200 }, (_, at) => [`${at}`, `some text ${at}\n`.repeat(at)] as const);
  repository.commit('one', { ...Object.fromEntries(small), large: randomBytes(9 * MB) });
  repository.git('repack', '-adq', '--window=50');
  const [pack] = openDatabase(path.join(repository.folder, '.git')).packs;
  if (pack === undefined) throw new Error('no pack');
  return pack;
}

describe('a pack held in memory', () => {
  it('is the file, whoever reads which pieces of it first', () => {
    const pack = largePack();
    const content = readFileSync(`${pack.name}.pack`);
    const fromEnd = packToHold(pack.file.descriptor, pack.file.size);
    expect(isHeld(fromEnd)).toBe(false);
    new PackHolder(fromEnd).readRest();
    expect(isHeld(fromEnd)).toBe(true);
    expect(content.equals(fromEnd.bytes)).toBe(true);
    const fromFront = packToHold(pack.file.descriptor, pack.file.size);
    const holder = new PackHolder(fromFront);
    holder.stretchAt(12);
    expect(isHeld(fromFront)).toBe(false);
    holder.readRest();
    expect(isHeld(fromFront)).toBe(true);
    expect(content.equals(fromFront.bytes)).toBe(true);
  });

  it('hangs together as the file does', () => {
    const ofFile = largePack();
    const toHold = packToHold(ofFile.file.descriptor, ofFile.file.size);
    const again = openDatabase(path.resolve(ofFile.name, '../../..')).packs[0];
    expect(again?.forest(new PackHolder(toHold))).toEqual(ofFile.forest());
    expect(ofFile.forest().count).toBeGreaterThan(200);
  });

  it('reads as the file does', () => {
    const pack = largePack();
    const held = new HeldFile(readFileSync(`${pack.name}.pack`));
    expect(held.size).toBe(pack.file.size);
    const [ours, theirs] = [Buffer.alloc(60), Buffer.alloc(60)];
    held.readInto(ours, 5, 50, 12);
    pack.file.readInto(theirs, 5, 50, 12);
    expect(ours).toEqual(theirs);
    expect(ours.some((byte) => byte !== 0)).toBe(true);
    expect(() => {
      held.readInto(ours, 0, 10, held.size - 9);
    }).toThrow(UnreadableObject);
  });

  it('is not held where the file has come to end early', () => {
    const pack = largePack();
    const toHold = packToHold(pack.file.descriptor, pack.file.size);
    chmodSync(`${pack.name}.pack`, 0o600);
    truncateSync(`${pack.name}.pack`, 5 * MB);
    const holder = new PackHolder(toHold);
    holder.readRest();
    expect(isHeld(toHold)).toBe(false);
    expect(() => holder.stretchAt(5 * MB)).toThrow(UnreadableObject);
  });
});
